package dev.fairlead.edge.routing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.request.Needs;
import dev.fairlead.edge.snapshot.CatalogIndex;
import org.jspecify.annotations.Nullable;

/** Turns the names in a chat request into what is to be tried. */
final class ModelNames {

    /** So many that the least price is seen. */
    private static final long MANY_TOKENS = 1_000_000;

    private final CatalogIndex catalog;
    private final String organisation;
    private final LocalDate today;

    /**
     * The names as one caller means them.
     *
     * @param organisation the caller's
     * @param today in UTC
     */
    ModelNames(CatalogIndex catalog, String organisation, LocalDate today) {
        this.catalog = catalog;
        this.organisation = organisation;
        this.today = today;
    }

    private sealed interface Outcome {
        record Selected(Selection selection) implements Outcome {}

        record Refused(ApiError error) implements Outcome {}
    }

    /**
     * What is to be tried, in its order. A model that cannot be had now is left out as long as there is something else.
     *
     * @throws ApiException if a name means nothing, or nothing of it can be had
     */
    List<Selection> selections(List<Wish> wishes, ChatRequest request) {
        List<Selection> selections = new ArrayList<>(wishes.size());
        ApiError first = null;
        for (Wish wish : wishes) {
            switch (wish) {
                case Wish.Ready(Selection selection) -> selections.add(selection);
                case Wish.Named named -> {
                    switch (outcome(named, request)) {
                        case Outcome.Selected(Selection selection) -> selections.add(selection);
                        case Outcome.Refused(ApiError error) -> first = first == null ? error : first;
                    }
                }
            }
        }
        if (selections.isEmpty() && first != null) {
            throw new ApiException(first);
        }
        return selections;
    }

    private Outcome outcome(Wish.Named named, ChatRequest request) {
        String name = named.name();
        Resolution resolution = catalog.resolve(name, organisation, today);
        if (resolution instanceof Resolution.Found(Model model, List<Variant> variants)) {
            return one(named, model, variants);
        }
        if (resolution instanceof Resolution.Pattern(List<Model> models, List<Variant> variants)) {
            return many(named, models, variants, request);
        }
        ApiError error = unknown(name, resolution).ofOtherField(named.field());
        if (named.isOptional()) {
            return new Outcome.Refused(error);
        }
        throw new ApiException(error);
    }

    private static ApiError unknown(String name, Resolution resolution) {
        return switch (resolution) {
            case Resolution.Ambiguous(List<String> candidates) -> Unroutable.ambiguous(name, candidates);
            case Resolution.UnknownVariant(String base, String suffix, List<String> known) ->
                Unroutable.unknownVariant(name, base, suffix, known);
            case Resolution.Unknown(List<String> nearest) ->
                name.startsWith(VirtualModel.AUTHOR)
                        ? PluginOptions.unknownVirtualModel(name)
                        : Unroutable.unknown(name, nearest);
            case Resolution.Found _, Resolution.Pattern _ -> throw new IllegalStateException(name + " is known");
        };
    }

    /**
     * All models for chat that can do what a request needs, as one pool; null if there is none.
     *
     * @param order suffixes that say in which order, such as {@code :nitro}; may be empty
     * @param wanted which of them
     */
    @Nullable
    Selection pool(ChatRequest request, String order, Predicate<Model> wanted) {
        Needs needs = request.needs();
        List<Model> fit =
                all().filter(model -> isFit(model, needs) && wanted.test(model)).toList();
        return fit.isEmpty() ? null : selection("*", fit, orderOf(order), true, needs.parameters(), Double.NaN);
    }

    /**
     * The free models that can do what a request needs: a pool of free variants and one of models that charge nothing at
     * all, as far as there are any.
     *
     * @param order suffixes that say in which order, such as {@code :nitro}; empty for a draw
     */
    List<Selection> free(ChatRequest request, String order) {
        Needs needs = request.needs();
        List<Model> variants = new ArrayList<>();
        List<Model> gifts = new ArrayList<>();
        all().filter(model -> isFit(model, needs)).forEach(model -> {
            if (hasFree(model, needs.parameters())) {
                variants.add(model);
            } else if (isFree(model)) {
                gifts.add(model);
            }
        });
        List<Selection> pools = new ArrayList<>(2);
        if (!variants.isEmpty()) {
            pools.add(freePool(variants, needs, order + ":free"));
        }
        if (!gifts.isEmpty()) {
            pools.add(freePool(gifts, needs, order));
        }
        return pools;
    }

    /** By price there would be no order, and so no chance: all of them cost the same. */
    private static Selection freePool(List<Model> models, Needs needs, String suffixes) {
        Selection pool = selection("*", models, orderOf(suffixes), true, needs.parameters(), Double.NaN);
        return pool.strategy() != null
                ? pool
                : new Selection(
                        models,
                        pool.variants(),
                        Strategy.WEIGHTED_BY_INVERSE_SQUARE_PRICE,
                        null,
                        true,
                        pool.parameters(),
                        Double.NaN);
    }

    /** The ids of all models that one of these names and wildcards means. What means none is passed over. */
    Set<String> idsOf(List<String> names) {
        Set<String> ids = new HashSet<>();
        for (String name : names) {
            switch (catalog.resolve(name, organisation, today)) {
                case Resolution.Found found -> ids.add(found.model().id());
                case Resolution.Pattern pattern -> pattern.models().forEach(model -> ids.add(model.id()));
                case Resolution.Ambiguous ambiguous -> ids.addAll(ambiguous.candidates());
                case Resolution.Unknown _, Resolution.UnknownVariant _ -> {}
            }
        }
        return ids;
    }

    private Stream<Model> all() {
        return catalog.resolve("*", organisation, today) instanceof Resolution.Pattern(List<Model> models, var none)
                ? models.stream()
                : Stream.empty();
    }

    private static List<Variant> orderOf(String suffixes) {
        return Stream.of(suffixes.split(":", -1))
                .map(Variant::of)
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean hasFree(Model model, Set<String> parameters) {
        return model.endpoints().stream()
                .anyMatch(endpoint -> Variant.FREE.isOf(endpoint)
                        && isServed(endpoint)
                        && endpoint.supportedParameters().containsAll(parameters));
    }

    /** Whether none of its plain endpoints charges anything, for whatever is sent there. */
    private boolean isFree(Model model) {
        List<Endpoint> plain = model.endpoints().stream()
                .filter(endpoint -> endpoint.variant() == null && isServed(endpoint))
                .toList();
        return !plain.isEmpty() && plain.stream().allMatch(this::isFree);
    }

    private boolean isFree(Endpoint endpoint) {
        PriceSchedule prices = endpoint.pricesFor(organisation);
        return prices != null
                && prices.worstCase(MANY_TOKENS, MANY_TOKENS, null).isZero();
    }

    private static boolean isFit(Model model, Needs needs) {
        return isForChat(model) && model.inputModalities().containsAll(needs.inputModalities());
    }

    private Outcome one(Wish.Named named, Model model, List<Variant> variants) {
        String name = named.name();
        Selection selection = selection(name, List.of(model), variants, false, Set.of(), named.weight());
        ApiError error = null;
        if (!isForChat(model)) {
            error = Unroutable.wrongEndpoint(name, model);
        } else if (model.isRetired(today)) {
            error = Unroutable.retired(name, model);
        } else if (!hasEndpoint(model, selection)) {
            error = Unroutable.otherVariants(name, model, selection.variants(), variantsOf(model));
        }
        return error == null ? new Outcome.Selected(selection) : new Outcome.Refused(error);
    }

    private static Outcome many(Wish.Named named, List<Model> models, List<Variant> variants, ChatRequest request) {
        Needs needs = request.needs();
        List<Model> fit = models.stream().filter(model -> isFit(model, needs)).toList();
        return fit.isEmpty()
                ? new Outcome.Refused(Unroutable.nothingFits(named.name()))
                : new Outcome.Selected(
                        selection(named.name(), fit, variants, true, needs.parameters(), named.weight()));
    }

    private static Selection selection(
            String name,
            List<Model> models,
            List<Variant> variants,
            boolean isPool,
            Set<String> parameters,
            double weight) {
        Set<Variant> fixed = EnumSet.noneOf(Variant.class);
        Strategy sort = null;
        String tier = null;
        for (Variant variant : variants) {
            switch (variant) {
                case FREE, THINKING, EXTENDED -> fixed.add(variant);
                case FLOOR -> {
                    sort = Strategy.PRICE;
                    tier = "flex";
                }
                case NITRO -> {
                    sort = Strategy.THROUGHPUT;
                    tier = "priority";
                }
                case EXACTO -> sort = Strategy.QUALITY;
                case ONLINE -> throw new ApiException(Unroutable.noWebSearch(name));
            }
        }
        return new Selection(models, fixed, sort, tier, isPool, parameters, weight);
    }

    private static boolean isForChat(Model model) {
        return model.mode() == Mode.CHAT
                || (model.mode() == Mode.IMAGE && model.outputModalities().contains("text"));
    }

    private boolean hasEndpoint(Model model, Selection selection) {
        return model.endpoints().stream().anyMatch(endpoint -> isServed(endpoint) && selection.takes(endpoint));
    }

    private List<@Nullable String> variantsOf(Model model) {
        List<@Nullable String> variants = new ArrayList<>();
        model.endpoints().stream()
                .filter(this::isServed)
                .map(Endpoint::variant)
                .distinct()
                .forEach(variants::add);
        return variants;
    }

    private boolean isServed(Endpoint endpoint) {
        return endpoint.standing() != Standing.RETIRED && endpoint.isVisibleTo(organisation);
    }
}
