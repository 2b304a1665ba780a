package dev.fairlead.edge.request;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Cutoffs;
import dev.fairlead.edge.planning.Preferences;
import dev.fairlead.edge.planning.PriceCeiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PreferencesReaderTest {

    @Test
    void readsEveryField() {
        // When
        Preferences preferences = read("""
                {"order": ["a", "b/x"], "only": ["a", "b"], "ignore": ["c"], "allow_fallbacks": false,
                 "require_parameters": true, "data_collection": "deny", "zdr": true, "quantizations": ["fp8", "bf16"],
                 "sort": {"by": "latency", "partition": "none"},
                 "max_price": {"prompt": 1.25, "completion": "10", "request": 0, "image": "0.01", "audio": 2},
                 "preferred_min_throughput": 50, "preferred_max_latency": {"p50": 0.5, "p90": 2, "p99": null}}
                """);

        // Then
        assertThat(preferences)
                .isEqualTo(Preferences.builder()
                        .order(List.of("a", "b/x"))
                        .only(List.of(List.of("a", "b")))
                        .ignore(List.of("c"))
                        .allowFallbacks(false)
                        .requireParameters(true)
                        .denyDataCollection(true)
                        .zeroDataRetention(true)
                        .quantizations(Set.of("fp8", "bf16"))
                        .strategy(Strategy.LATENCY)
                        .acrossModels(true)
                        .maxPrice(new PriceCeiling(
                                new BigDecimal("1.25"),
                                new BigDecimal("10"),
                                BigDecimal.ZERO,
                                new BigDecimal("0.01"),
                                new BigDecimal("2")))
                        .minThroughput(Cutoffs.ofMedian(50))
                        .maxLatency(new Cutoffs(0.5, Double.NaN, 2, Double.NaN))
                        .build());
    }

    @Test
    void hasNoWishesWhereThereAreNone() {
        assertThat(PreferencesReader.read(JsonIndex.of("{}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Preferences.NONE);
        assertThat(read("null")).isEqualTo(Preferences.NONE);
        assertThat(read("{}")).isEqualTo(Preferences.NONE);
        assertThat(read("{\"order\":null,\"sort\":null,\"max_price\":null,\"allow_fallbacks\":null,\"only\":[]}"))
                .isEqualTo(Preferences.NONE);
        assertThat(read("{\"max_price\":{\"prompt\":null}}")).isEqualTo(Preferences.NONE);
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void readsEverySort(Strategy sort) {
        assertThat(read("{\"sort\":\"" + sort.name().toLowerCase(Locale.ROOT) + "\"}")
                        .strategy())
                .isEqualTo(sort);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        provider                     | []
        provider                     | "openai"
        provider.order               | {"order":"openai"}
        provider.order               | {"order":[1]}
        provider.order               | {"order":[null]}
        provider.only                | {"only":{}}
        provider.only                | {"only":[["a"]]}
        provider.ignore              | {"ignore":7}
        provider.allow_fallbacks     | {"allow_fallbacks":"false"}
        provider.allow_fallbacks     | {"allow_fallbacks":0}
        provider.sort                | {"sort":"cheapest"}
        provider.sort                | {"sort":"PRICE"}
        provider.sort                | {"sort":["price"]}
        provider.max_price           | {"max_price":1}
        provider.max_price.prompt    | {"max_price":{"prompt":-1}}
        provider.max_price.prompt    | {"max_price":{"prompt":"cheap"}}
        provider.max_price.prompt    | {"max_price":{"prompt":true}}
        provider.max_price.completion | {"max_price":{"completion":[]}}
        provider.max_price.completion | {"max_price":{"completion":""}}
        provider.max_price.request   | {"max_price":{"request":{}}}
        provider.max_price.tokens    | {"max_price":{"tokens":1}}
        provider.zdr                 | {"zdr":"true"}
        provider.Order               | {"Order":["a"]}
        provider.data_collection     | {"data_collection":"maybe"}
        provider.data_collection     | {"data_collection":false}
        provider.require_parameters  | {"require_parameters":1}
        provider.quantizations       | {"quantizations":["fp9"]}
        provider.quantizations       | {"quantizations":"fp8"}
        provider.quantizations       | {"quantizations":[8]}
        provider.sort.by             | {"sort":{"by":"cheapest"}}
        provider.sort.by             | {"sort":{"by":["price"]}}
        provider.sort.partition      | {"sort":{"by":"price","partition":"all"}}
        provider.sort.order          | {"sort":{"order":"price"}}
        provider.preferred_min_throughput     | {"preferred_min_throughput":"50"}
        provider.preferred_min_throughput     | {"preferred_min_throughput":-1}
        provider.preferred_min_throughput     | {"preferred_min_throughput":1e999}
        provider.preferred_max_latency.p90    | {"preferred_max_latency":{"p90":"2"}}
        provider.preferred_max_latency.p95    | {"preferred_max_latency":{"p95":2}}
        provider.preferred_max_latency        | {"preferred_max_latency":[]}
        provider.enforce_distillable_text     | {"enforce_distillable_text":true}
        provider.enforce_distillable_text     | {"enforce_distillable_text":"x"}
        provider.options             | {"options":{"openai":{"a":1}}}
        provider.options             | {"options":[]}
        """)
    void refusesWhatItCannotHonourByName(String field, String provider) {
        // When
        ApiError error = refusal(provider);

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(field);
        assertThat(error.message()).startsWith(field + ": ");
    }

    @Test
    void refusesTooManyNames() {
        String names = IntStream.range(0, 65).mapToObj(i -> "\"p" + i + "\"").collect(Collectors.joining(","));

        assertThat(refusal("{\"ignore\":[" + names + "]}").param()).isEqualTo("provider.ignore");
    }

    @Test
    void takesWhatAsksForNothing() {
        assertThat(read("{\"enforce_distillable_text\":false,\"options\":{},\"zdr\":false,\"quantizations\":[],"
                        + "\"data_collection\":\"allow\",\"sort\":{}}"))
                .isEqualTo(Preferences.NONE);
    }

    @Test
    void readsProvidersByTheirNamesToo() {
        assertThat(read("{\"order\":[\"OpenAI\",\"Google Vertex\",\"deepinfra/Turbo\"]}")
                        .order())
                .containsExactly("openai", "google-vertex", "deepinfra/Turbo");
    }

    @Test
    void readsExactoAsQuality() {
        assertThat(read("{\"sort\":\"exacto\"}").strategy()).isEqualTo(Strategy.QUALITY);
        assertThat(read("{\"sort\":{\"by\":\"exacto\"}}").strategy()).isEqualTo(Strategy.QUALITY);
    }

    @Test
    void readsTheOlderSpellings() {
        assertThat(readBody("{\"route\":\"sort\"}").acrossModels()).isTrue();
        assertThat(readBody("{\"route\":\"fallback\"}")).isEqualTo(Preferences.NONE);
        assertThat(readBody("{\"routing_strategy\":\"weighted_by_inverse_price\"}")
                        .strategy())
                .isEqualTo(Strategy.WEIGHTED_BY_INVERSE_PRICE);
        assertThat(readBody("{\"max_price_per_million_tokens\":2.0}").maxPrice())
                .isEqualTo(new PriceCeiling(new BigDecimal("2"), new BigDecimal("2"), null, null, null));
    }

    @Test
    void prefersTheNewerSpellings() {
        // When
        Preferences preferences = readBody("""
                {"provider": {"sort": {"by": "price", "partition": "model"}, "max_price": {"prompt": 1}},
                 "route": "sort", "routing_strategy": "latency", "max_price_per_million_tokens": "2"}
                """);

        // Then
        assertThat(preferences.strategy()).isEqualTo(Strategy.PRICE);
        assertThat(preferences.acrossModels()).isFalse();
        assertThat(preferences.maxPrice())
                .isEqualTo(new PriceCeiling(BigDecimal.ONE, new BigDecimal("2"), null, null, null));
    }

    @Test
    void saysWhatItKnowsWhenItDoesNotKnowAField() {
        assertThat(refusal("{\"sorted\":1}").message())
                .contains("order")
                .contains("only")
                .contains("ignore")
                .contains("allow_fallbacks")
                .contains("sort")
                .contains("max_price")
                .contains("quantizations")
                .contains("preferred_max_latency");
        assertThat(refusal("{\"sort\":\"x\"}").message()).contains("price, throughput, latency", "exacto");
        assertThat(refusal("{\"sort\":{\"partition\":\"x\"}}").message()).contains("model, none");
        assertThat(refusal("{\"quantizations\":[\"x\"]}").message()).contains("int4", "nvfp4", "unknown");
        assertThat(refusal("{\"data_collection\":\"x\"}").message()).contains("allow, deny");
    }

    @Test
    void takesHugePricesWithoutWritingThemOut() {
        assertThat(read("{\"max_price\":{\"prompt\":1e999999999}}").maxPrice().prompt())
                .isGreaterThan(new BigDecimal("1e20"));
        assertThat(read("{\"max_price\":{\"prompt\":\"1e-999999999\"}}")
                        .maxPrice()
                        .prompt())
                .isEqualByComparingTo(BigDecimal.ZERO);
    }

    private static ApiError refusal(String provider) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> read(provider));
        assertThat(refused).as("refused").isNotNull();
        return refused.error();
    }

    private static Preferences read(String provider) {
        return readBody("{\"provider\":" + provider + "}");
    }

    private static Preferences readBody(String body) {
        return PreferencesReader.read(JsonIndex.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
