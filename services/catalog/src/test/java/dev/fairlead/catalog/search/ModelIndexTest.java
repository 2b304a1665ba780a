package dev.fairlead.catalog.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.contracts.routing.RoutingTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ModelIndexTest {

    private static final int QUERIES = 400;

    private static ModelIndex index(Listing listing) {
        return ModelIndex.of(
                listing,
                SampleListing.snapshot(listing),
                SampleListing.TODAY,
                entry -> entry.id().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ask(
            ModelIndex index, LiveFigures live, @Nullable String organisation, Map<String, String> parameters) {
        Map<String, List<String>> given = parameters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, parameter -> List.of(parameter.getValue())));
        ModelQuery query = new QueryReader(index, organisation).read(new Parameters(given), "text");
        return index.select(query, organisation, live).stream().map(Row::id).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyQueryHasTheAnswerThatTheListingGivesTheSlowWay(long seed) {
        Listing listing = SampleListing.of(seed, 150, 5);
        RoutingTable traffic = SampleListing.traffic(seed, listing);
        ModelIndex index = index(listing);
        LiveFigures live = LiveFigures.of(index, traffic);
        RandomQueries queries = new RandomQueries(seed);
        TreeSet<String> parametersWithAnswers = new TreeSet<>();
        for (int i = 0; i < QUERIES; i++) {
            String organisation = queries.organisation();
            Map<String, String> parameters = queries.next();

            List<String> answer = ask(index, live, organisation, parameters);

            assertThat(answer)
                    .as("seed %d, query %d of %s: %s", seed, i, organisation, parameters)
                    .isEqualTo(new NaiveList(listing, traffic, organisation).ids(parameters));
            if (!answer.isEmpty()) {
                parametersWithAnswers.addAll(parameters.keySet());
            }
        }
        assertThat(parametersWithAnswers)
                .as("parameters that were seen to let something pass")
                .containsAll(RandomQueries.PARAMETERS);
    }

    @Test
    void ownerSeesItsOwnEndpointsAndNobodyElseDoes() {
        Listing listing = SampleListing.of(7, 300, 4);
        ModelIndex index = index(listing);
        LiveFigures live = LiveFigures.of(index, RoutingTable.EMPTY);

        for (String viewer : new String[] {null, "acme", "globex", "stranger"}) {
            List<Row> rows = index.select(ModelQuery.ALL, viewer, live);
            assertThat(rows)
                    .as("seen by %s", viewer)
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.entry().endpoints())
                            .allMatch(endpoint -> endpoint.published().isVisibleTo(viewer)));
            assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
        }
        assertThat(index.select(ModelQuery.ALL, "stranger", live)).isEqualTo(index.select(ModelQuery.ALL, null, live));
        assertThat(index.select(ModelQuery.ALL, "acme", live))
                .anyMatch(row -> row.entry().endpoints().stream()
                        .anyMatch(endpoint -> "acme".equals(endpoint.listed().owner())
                                && endpoint.listed().offer() == null));
    }

    @Test
    void rowIsFoundByItsIdAsItsViewerSeesIt() {
        Listing listing = SampleListing.of(8, 200, 4);
        ModelIndex index = index(listing);
        LiveFigures live = LiveFigures.of(index, RoutingTable.EMPTY);

        for (String viewer : new String[] {null, "acme", "globex"}) {
            List<Row> rows = index.select(ModelQuery.ALL, viewer, live);
            assertThat(rows)
                    .allSatisfy(row -> assertThat(index.row(row.id(), viewer)).isSameAs(row));
            TreeSet<String> ids = rows.stream().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
            assertThat(listing.models().keySet())
                    .filteredOn(id -> !ids.contains(id))
                    .isNotEmpty()
                    .allSatisfy(id -> assertThat(index.row(id, viewer)).isNull());
        }
    }

    @Test
    void pagesOneAfterTheOtherAreTheWholeList() {
        ModelIndex index = index(SampleListing.of(9, 200, 3));
        List<Row> all = index.select(ModelQuery.ALL, null, LiveFigures.of(index, RoutingTable.EMPTY));
        List<Row> collected = new ArrayList<>();

        int offset = 0;
        while (offset >= 0) {
            ModelQuery.Page page = new ModelQuery.Page(offset, 7);
            assertThat(page.of(all)).hasSizeBetween(1, 7);
            collected.addAll(page.of(all));
            offset = page.next(all.size());
        }

        assertThat(collected).isEqualTo(all);
        assertThat(new ModelQuery.Page(Integer.MAX_VALUE, 1_000).of(all)).isEmpty();
        assertThat(new ModelQuery.Page(Integer.MAX_VALUE, 1_000).next(all.size()))
                .isEqualTo(-1);
    }

    @Test
    void orderByTrafficFollowsTheNewestTable() {
        Listing listing = SampleListing.of(10, 100, 3);
        ModelIndex index = index(listing);
        ModelQuery query = new ModelQuery(List.of(), Sort.MOST_POPULAR, null);

        for (long table = 1; table < 6; table++) {
            RoutingTable traffic = SampleListing.traffic(table, listing);
            List<String> answer = index.select(query, null, LiveFigures.of(index, traffic)).stream()
                    .map(Row::id)
                    .toList();
            assertThat(answer)
                    .isEqualTo(new NaiveList(listing, traffic, null)
                            .ids(Map.of("sort", "most-popular", "output_modalities", "all")));
        }
    }

    /** Queries by chance: up to four parameters, each with a value that means something. */
    private static final class RandomQueries {

        static final List<String> PARAMETERS = List.of(
                "category",
                "supported_parameters",
                "output_modalities",
                "input_modalities",
                "sort",
                "q",
                "context",
                "min_price",
                "max_price",
                "min_output_price",
                "max_output_price",
                "min_age_days",
                "max_age_days",
                "arch",
                "model_authors",
                "providers",
                "distillable",
                "zdr",
                "region",
                "min_intelligence_index",
                "max_intelligence_index",
                "min_coding_index",
                "max_coding_index",
                "min_agentic_index",
                "max_agentic_index",
                "min_tool_success_rate",
                "max_tool_success_rate");

        private final Random random;

        RandomQueries(long seed) {
            this.random = new Random(seed);
        }

        @Nullable
        String organisation() {
            return switch (random.nextInt(4)) {
                case 0 -> "acme";
                case 1 -> "globex";
                case 2 -> "stranger";
                default -> null;
            };
        }

        Map<String, String> next() {
            List<String> names = new ArrayList<>(PARAMETERS);
            Collections.shuffle(names, random);
            Map<String, String> query = new LinkedHashMap<>();
            for (String name : names.subList(0, random.nextInt(5))) {
                boolean contradiction = (name.startsWith("min_") && query.containsKey("max_" + name.substring(4)))
                        || (name.startsWith("max_") && query.containsKey("min_" + name.substring(4)));
                if (!contradiction) {
                    query.put(name, value(name));
                }
            }
            return query;
        }

        private String value(String name) {
            return switch (name) {
                case "category" -> one(Vocabulary.CATEGORIES);
                case "supported_parameters" -> some(Vocabulary.PARAMETERS);
                case "output_modalities" -> random.nextInt(3) == 0 ? "all" : some(Vocabulary.OUTPUTS);
                case "input_modalities" -> some(Vocabulary.INPUTS);
                case "sort" -> one(Sort.wireNames());
                case "q" -> one(List.of("mini", "OPENAI/pro", "flash 1", "nick1", "Alias-", "a e", "nothing-such"));
                case "context" -> one(List.of("1", "4097", "65536", "1000000"));
                case "min_age_days", "max_age_days" -> Integer.toString(random.nextInt(900));
                case "arch" -> one(List.of("GPT", "llama", "Llama3", "claude-sonnet", "Homegrown"));
                case "model_authors" -> some(List.of("openai", "google", "acme", "qwen"));
                case "providers" -> some(List.of("provider-1", "Provider 2", "PROVIDER 3", "provider-4"));
                case "distillable" -> one(List.of("true", "false"));
                case "zdr" -> "true";
                case "region" -> one(List.of("eu", "us"));
                case "min_tool_success_rate", "max_tool_success_rate" ->
                    java.math.BigDecimal.valueOf(random.nextInt(101), 2).toPlainString();
                default ->
                    java.math.BigDecimal.valueOf(random.nextInt(1_000), random.nextInt(3))
                            .toPlainString();
            };
        }

        private String one(List<String> values) {
            return values.get(random.nextInt(values.size()));
        }

        private String some(List<String> values) {
            return random.nextInt(3) == 0 ? one(values) + ',' + one(values) : one(values);
        }
    }
}
