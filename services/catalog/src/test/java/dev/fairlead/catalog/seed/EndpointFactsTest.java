package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The catalog files say what their sources say. */
class EndpointFactsTest {

    private static final long SEED = 20_261_123;
    private static final int DRAWN = 30;

    private static final Map<String, ListedEndpoint> ENDPOINTS = new HashMap<>();
    private static final Map<String, String> MODELS = new HashMap<>();

    static {
        Listing listing = SeedReader.read(SeedFiles.onClassPath());
        for (ListedModel model : listing.models().values()) {
            for (ListedEndpoint endpoint : model.endpoints()) {
                ENDPOINTS.put(endpoint.id(), endpoint);
                MODELS.put(endpoint.id(), model.id());
            }
        }
    }

    /** A sample that was drawn from the sources when the files were written. */
    @ParameterizedTest
    @CsvFileSource(resources = "/endpoint-facts.csv", delimiter = '|', numLinesToSkip = 1)
    void endpointIsAsItsSourceSays(
            String id,
            String model,
            String status,
            @Nullable Long contextLength,
            @Nullable Long maxOutputTokens,
            @Nullable String asOf,
            String priceStatus,
            @Nullable String price,
            @Nullable String overrides) {
        ListedEndpoint endpoint = requireNonNull(ENDPOINTS.get(id), id);

        assertThat(MODELS.get(id)).isEqualTo(model);
        assertThat(endpoint.status().name().toLowerCase(Locale.ROOT)).isEqualTo(status);
        assertThat(endpoint.priceStatus().name().toLowerCase(Locale.ROOT)).isEqualTo(priceStatus);
        if (contextLength != null) {
            assertThat(endpoint.contextLength()).isEqualTo(contextLength);
        }
        if (maxOutputTokens != null) {
            assertThat(endpoint.maxOutputTokens()).isEqualTo(maxOutputTokens);
        }
        if (price == null) {
            assertThat(endpoint.prices()).isNull();
            return;
        }
        PriceList prices = requireNonNull(endpoint.prices());
        assertThat(prices.asOf()).hasToString(requireNonNull(asOf));
        assertThat(text(prices.amounts())).isEqualTo(price);
        assertThat(prices.overrides().stream().map(EndpointFactsTest::text).toList())
                .isEqualTo(overrides == null ? List.of() : List.of(overrides.split("; ")));
    }

    /** Thirty more, drawn from the sources themselves where they are at hand. */
    @Test
    void thirtyEndpointsDrawnAtRandomAreAsTheirSourceSays() throws IOException {
        Path source = shared().resolve("catalog/catalog-source.json");
        assumeTrue(Files.isReadable(source), "the collected facts are not at hand (-Dfairlead.shared)");
        List<JsonNode> rows = new ArrayList<>();
        rows(source).forEach(rows::add);
        Map<String, Integer> seen = new TreeMap<>();
        rows.forEach(row -> seen.merge(place(row), 1, Integer::sum));
        Collections.shuffle(rows, new Random(SEED));

        List<JsonNode> drawn = rows.stream()
                .filter(row -> Integer.valueOf(1).equals(seen.get(place(row)))
                        && !place(row).contains("-latest"))
                .limit(DRAWN)
                .toList();

        System.out.println("drawn with seed " + SEED + ": "
                + drawn.stream().map(EndpointFactsTest::place).toList());
        assertThat(drawn).hasSize(DRAWN).allSatisfy(EndpointFactsTest::assertFollows);
    }

    private static void assertFollows(JsonNode row) {
        boolean free = row.path("price_status").asText().equals("zero");
        String variant = free ? "free" : row.path("variant").asText();
        String id = place(row) + (variant.isEmpty() ? "" : ':' + variant);
        ListedEndpoint endpoint = requireNonNull(ENDPOINTS.get(id), id);
        if (row.has("context_length")) {
            assertThat(endpoint.contextLength())
                    .as(id)
                    .isEqualTo(row.path("context_length").asLong());
        }
        Map<String, BigDecimal> expected = new LinkedHashMap<>();
        row.path("price").properties().forEach(field -> {
            if (field.getValue().isNumber() && !field.getKey().matches("(batch|flex|priority)_.*")) {
                expected.put(kind(field.getKey()), field.getValue().decimalValue());
            }
        });
        PriceList prices = requireNonNull(endpoint.prices(), id);
        expected.forEach((kind, amount) ->
                assertThat(amount(prices, kind)).as(id + ' ' + kind).isEqualByComparingTo(amount));
        assertThat(prices.asOf()).hasToString(row.path("price_as_of").asText());
        assertThat(prices.overrides())
                .filteredOn(override -> override.serviceTier() == null)
                .hasSizeLessThanOrEqualTo(row.path("price").path("tiers").size());
    }

    private static BigDecimal amount(PriceList prices, String field) {
        return prices.amounts().entrySet().stream()
                .filter(entry -> entry.getKey().field().equals(field))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }

    private static String kind(String sourceField) {
        return switch (sourceField) {
            case "input_image_tokens" -> "input_image";
            case "output_image_tokens" -> "output_image";
            case "per_request" -> "request";
            case "web_search_per_call" -> "per_web_search";
            default -> sourceField;
        };
    }

    private static String place(JsonNode row) {
        return row.path("provider").asText()
                + '/'
                + row.path("upstream_model_id").asText()
                + (row.has("region") ? '@' + row.path("region").asText() : "");
    }

    private static JsonNode rows(Path source) throws IOException {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try (InputStream in = Files.newInputStream(source)) {
            return mapper.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .path("endpoints");
        }
    }

    private static Path shared() {
        String given = System.getProperty("fairlead.shared");
        return given == null ? Path.of("../../../shared") : Path.of(given);
    }

    private static String text(ListedOverride override) {
        StringBuilder text = new StringBuilder();
        if (override.abovePromptTokens() > 0) {
            text.append("above_prompt_tokens=")
                    .append(override.abovePromptTokens())
                    .append(' ');
        }
        if (override.serviceTier() != null) {
            text.append("service_tier=").append(override.serviceTier()).append(' ');
        }
        return text.append(text(override.amounts())).toString();
    }

    private static String text(Map<PriceKind, BigDecimal> amounts) {
        return String.join(
                " ",
                amounts.entrySet().stream()
                        .map(entry ->
                                entry.getKey().field() + '=' + entry.getValue().toPlainString())
                        .toList());
    }
}
