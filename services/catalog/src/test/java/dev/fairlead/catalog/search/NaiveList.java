package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries the slow way: reads the parameters' text again for each line, straight from the listing. Shares
 * nothing with the index but the listing itself.
 */
final class NaiveList {

    private static final Set<String> UNION = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private final Listing listing;
    private final @Nullable String organisation;
    private final Map<String, EndpointHealth> health = new HashMap<>();

    private record Line(String id, ListedModel model, List<ListedEndpoint> endpoints) {}

    NaiveList(Listing listing, RoutingTable traffic, @Nullable String organisation) {
        this.listing = listing;
        this.organisation = organisation;
        traffic.endpoints().forEach(endpoint -> health.put(endpoint.endpoint(), endpoint));
    }

    /** The ids of the lines that match, in order. */
    List<String> ids(Map<String, String> parameters) {
        return lines().stream()
                .filter(line -> matches(line, parameters))
                .sorted(order(parameters.getOrDefault("sort", "newest")))
                .map(Line::id)
                .toList();
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (ListedModel model : listing.models().values()) {
            if (model.lifecycle().retires() != null
                    && !model.lifecycle().retires().isAfter(SampleListing.TODAY)) {
                continue;
            }
            Map<String, List<ListedEndpoint>> variants = new LinkedHashMap<>();
            for (ListedEndpoint endpoint : model.endpoints()) {
                boolean gone = endpoint.status() == ListingStatus.HISTORICAL
                        || (endpoint.retires() != null && !endpoint.retires().isAfter(SampleListing.TODAY));
                boolean hidden =
                        endpoint.owner() != null && !endpoint.owner().equals(organisation) && endpoint.offer() == null;
                String variant = endpoint.variant() == null ? "" : ":" + endpoint.variant();
                if (!gone && !hidden && !variant.equals(":batch")) {
                    variants.computeIfAbsent(variant, x -> new ArrayList<>()).add(endpoint);
                }
            }
            variants.forEach((variant, endpoints) -> lines.add(new Line(model.id() + variant, model, endpoints)));
        }
        return lines;
    }

    private boolean matches(Line line, Map<String, String> parameters) {
        return parameters.entrySet().stream()
                        .allMatch(parameter -> matches(line, parameter.getKey(), parameter.getValue()))
                && (parameters.containsKey("output_modalities")
                        || outputs(line.model()).contains("text"));
    }

    private boolean matches(Line line, String name, String value) {
        ListedModel model = line.model();
        List<String> words = Arrays.asList(value.split(","));
        return switch (name) {
            case "sort", "offset", "limit" -> true;
            case "category" -> model.categories().contains(value);
            case "supported_parameters" -> understood(line).containsAll(words);
            case "output_modalities" -> words.contains("all") || words.stream().anyMatch(outputs(model)::contains);
            case "input_modalities" -> model.inputModalities().containsAll(words);
            case "q" -> mentions(model, line.id(), value);
            case "context" -> context(line) >= Long.parseLong(value);
            case "min_price" -> atLeast(price(line, PriceKind.INPUT), value);
            case "max_price" -> atMost(price(line, PriceKind.INPUT), value);
            case "min_output_price" -> atLeast(price(line, PriceKind.OUTPUT), value);
            case "max_output_price" -> atMost(price(line, PriceKind.OUTPUT), value);
            case "min_age_days" -> atLeast(age(model), value);
            case "max_age_days" -> atMost(age(model), value);
            case "arch" ->
                Stream.of(model.tokenizer(), model.tokenizer().replaceAll("[0-9]+$", ""), model.family())
                        .anyMatch(value::equalsIgnoreCase);
            case "model_authors" -> words.contains(model.id().split("/")[0]);
            case "providers" ->
                line.endpoints().stream()
                        .map(endpoint -> listing.provider(endpoint.provider()))
                        .anyMatch(provider -> words.stream()
                                .anyMatch(word -> word.equalsIgnoreCase(provider.id())
                                        || word.equalsIgnoreCase(provider.name())));
            case "distillable" -> value.equals("true") == Boolean.TRUE.equals(model.distillable());
            case "zdr" ->
                line.endpoints().stream()
                        .anyMatch(endpoint -> Objects.equals(
                                listing.provider(endpoint.provider())
                                        .dataPolicy()
                                        .retentionDays(),
                                0));
            case "region" -> line.endpoints().stream().anyMatch(endpoint -> isIn(endpoint, value));
            case "min_intelligence_index" -> atLeast(model.benchmarks().intelligence(), value);
            case "max_intelligence_index" -> atMost(model.benchmarks().intelligence(), value);
            case "min_coding_index" -> atLeast(model.benchmarks().coding(), value);
            case "max_coding_index" -> atMost(model.benchmarks().coding(), value);
            case "min_agentic_index" -> atLeast(model.benchmarks().agentic(), value);
            case "max_agentic_index" -> atMost(model.benchmarks().agentic(), value);
            case "min_tool_success_rate" -> atLeast(toolSuccess(line), value);
            case "max_tool_success_rate" -> atMost(toolSuccess(line), value);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Comparator<Line> order(String sort) {
        Function<Line, @Nullable BigDecimal> highFirst =
                switch (sort) {
                    case "newest" -> line -> minus(age(line.model()));
                    case "pricing-low-to-high" -> line -> minus(bothPrices(line));
                    case "pricing-high-to-low" -> this::bothPrices;
                    case "context-high-to-low" -> line -> context(line) == 0 ? null : BigDecimal.valueOf(context(line));
                    case "most-popular", "top-weekly" -> this::tokens;
                    case "throughput-high-to-low" -> this::throughput;
                    case "latency-low-to-high" -> line -> minus(latency(line));
                    case "intelligence-high-to-low" ->
                        line -> line.model().benchmarks().intelligence();
                    case "coding-high-to-low" ->
                        line -> line.model().benchmarks().coding();
                    case "agentic-high-to-low" ->
                        line -> line.model().benchmarks().agentic();
                    case "design-arena-elo-high-to-low" ->
                        line -> line.model().benchmarks().designArenaElo();
                    default -> throw new IllegalArgumentException(sort);
                };
        return (one, other) -> {
            BigDecimal mine = highFirst.apply(one);
            BigDecimal theirs = highFirst.apply(other);
            int order = mine == null || theirs == null
                    ? Boolean.compare(mine == null, theirs == null)
                    : theirs.compareTo(mine);
            return order != 0 ? order : one.id().compareTo(other.id());
        };
    }

    private static @Nullable BigDecimal minus(@Nullable BigDecimal value) {
        return value == null ? null : value.negate();
    }

    private static boolean mentions(ListedModel model, String id, String query) {
        return Arrays.stream(query.toLowerCase(Locale.ROOT).split(" "))
                .allMatch(word -> Stream.concat(Stream.of(id, model.name()), model.aliases().stream())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(word)));
    }

    private static Set<String> understood(Line line) {
        Set<String> understood = new TreeSet<>();
        line.endpoints()
                .forEach(endpoint -> understood.addAll(
                        endpoint.supportedParameters().isEmpty()
                                ? line.model().supportedParameters()
                                : endpoint.supportedParameters()));
        return understood;
    }

    private static List<String> outputs(ListedModel model) {
        return switch (model.mode()) {
            case EMBEDDING -> List.of("embeddings");
            case RERANK -> List.of("rerank");
            case AUDIO_SPEECH -> List.of("speech");
            case AUDIO_TRANSCRIPTION -> List.of("transcription");
            default -> model.outputModalities();
        };
    }

    private static long context(Line line) {
        return line.id().equals(line.model().id())
                ? line.model().contextLength()
                : line.endpoints().stream()
                        .mapToLong(ListedEndpoint::contextLength)
                        .max()
                        .orElseThrow();
    }

    private static @Nullable BigDecimal age(ListedModel model) {
        return model.released() == null
                ? null
                : BigDecimal.valueOf(ChronoUnit.DAYS.between(model.released(), SampleListing.TODAY));
    }

    private @Nullable PriceList pricesOf(ListedEndpoint endpoint) {
        if (endpoint.owner() != null && !endpoint.owner().equals(organisation)) {
            return endpoint.offer();
        }
        return endpoint.prices() != null ? endpoint.prices() : endpoint.ceiling();
    }

    private @Nullable BigDecimal price(ListedModel model, ListedEndpoint endpoint, PriceKind kind) {
        PriceList prices = pricesOf(endpoint);
        boolean text = model.mode() == Mode.CHAT || model.mode() == Mode.COMPLETION;
        if (prices == null
                || (text && (prices.amount(PriceKind.INPUT) == null || prices.amount(PriceKind.OUTPUT) == null))) {
            return null;
        }
        BigDecimal amount = prices.amount(kind);
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** Of the cheapest routable endpoint, else of the cheapest. */
    private @Nullable BigDecimal price(Line line, PriceKind kind) {
        Map<Boolean, TreeMap<BigDecimal, List<ListedEndpoint>>> byRoutable = new TreeMap<>(Comparator.reverseOrder());
        for (ListedEndpoint endpoint : line.endpoints()) {
            BigDecimal input = price(line.model(), endpoint, PriceKind.INPUT);
            BigDecimal output = price(line.model(), endpoint, PriceKind.OUTPUT);
            ListedProvider provider = listing.provider(endpoint.provider());
            boolean routable = endpoint.standing(line.model().mode(), provider) == Standing.ROUTABLE;
            TreeMap<BigDecimal, List<ListedEndpoint>> byPrice =
                    byRoutable.computeIfAbsent(routable, x -> new TreeMap<>());
            if (input != null && output != null) {
                byPrice.computeIfAbsent(input.add(output), x -> new ArrayList<>())
                        .add(endpoint);
            }
        }
        TreeMap<BigDecimal, List<ListedEndpoint>> best =
                byRoutable.values().iterator().next();
        if (best.isEmpty()) {
            return null;
        }
        ListedEndpoint cheapest = best.firstEntry().getValue().stream()
                .min(Comparator.comparing(this::pieces).thenComparing(ListedEndpoint::id))
                .orElseThrow();
        return price(line.model(), cheapest, kind);
    }

    private BigDecimal pieces(ListedEndpoint endpoint) {
        PriceList prices = pricesOf(endpoint);
        return prices == null
                ? BigDecimal.ZERO
                : prices.amounts().entrySet().stream()
                        .filter(amount -> amount.getKey().unit() == PriceKind.Unit.PIECE)
                        .map(Map.Entry::getValue)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private @Nullable BigDecimal bothPrices(Line line) {
        BigDecimal input = price(line, PriceKind.INPUT);
        BigDecimal output = price(line, PriceKind.OUTPUT);
        return input == null || output == null ? null : input.add(output);
    }

    private boolean isIn(ListedEndpoint endpoint, String region) {
        if (endpoint.region() != null) {
            List<String> american = List.of("us", "us-east5", "us-gov");
            List<String> european = List.of("eu", "europe-west1");
            return (region.equals("us") ? american : european).contains(endpoint.region());
        }
        List<String> centres = listing.provider(endpoint.provider()).datacenters();
        return !centres.isEmpty() && centres.stream().allMatch(region.equals("us") ? "US"::equals : UNION::contains);
    }

    private List<EndpointHealth> healthOf(Line line) {
        return line.endpoints().stream()
                .map(endpoint -> health.get(endpoint.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable BigDecimal tokens(Line line) {
        long tokens = healthOf(line).stream()
                .mapToLong(EndpointHealth::tokensLastWeek)
                .sum();
        return tokens == 0 ? null : BigDecimal.valueOf(tokens);
    }

    private @Nullable BigDecimal throughput(Line line) {
        double best = 0;
        for (EndpointHealth endpoint : healthOf(line)) {
            WindowStatistics recent = endpoint.over(StatisticsWindow.MINUTES_30);
            best = Math.max(
                    best,
                    recent != null && recent.tokensPerSecond() != null
                            ? recent.tokensPerSecond().p50()
                            : endpoint.tokensPerSecond());
        }
        return best == 0 ? null : BigDecimal.valueOf(best);
    }

    private @Nullable BigDecimal latency(Line line) {
        double best = Double.MAX_VALUE;
        for (EndpointHealth endpoint : healthOf(line)) {
            WindowStatistics recent = endpoint.over(StatisticsWindow.MINUTES_30);
            double median = recent != null && recent.timeToFirstTokenMillis() != null
                    ? recent.timeToFirstTokenMillis().p50()
                    : endpoint.timeToFirstTokenMillis();
            best = median > 0 ? Math.min(best, median) : best;
        }
        return best == Double.MAX_VALUE ? null : BigDecimal.valueOf(best);
    }

    private @Nullable BigDecimal toolSuccess(Line line) {
        double sum = 0;
        double weights = 0;
        for (EndpointHealth endpoint : line.endpoints().stream()
                .sorted(Comparator.comparing(ListedEndpoint::id))
                .map(listed -> health.get(listed.id()))
                .filter(Objects::nonNull)
                .toList()) {
            Double rate = endpoint.toolSuccessRate();
            if (rate != null) {
                WindowStatistics day = endpoint.over(StatisticsWindow.DAY_1);
                double weight = Math.max(1, day == null ? endpoint.samples() : day.attempts());
                sum += weight * rate;
                weights += weight;
            }
        }
        return weights == 0 ? null : BigDecimal.valueOf(sum / weights);
    }

    private static boolean atLeast(@Nullable BigDecimal value, String bound) {
        return value != null && value.compareTo(new BigDecimal(bound)) >= 0;
    }

    private static boolean atMost(@Nullable BigDecimal value, String bound) {
        return value != null && value.compareTo(new BigDecimal(bound)) <= 0;
    }
}
