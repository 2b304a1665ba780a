package dev.fairlead.edge.request;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
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
                 "sort": "latency", "max_price": {"prompt": 1.25, "completion": "10"}}
                """);

        // Then
        assertThat(preferences)
                .isEqualTo(Preferences.builder()
                        .order(List.of("a", "b/x"))
                        .only(List.of(List.of("a", "b")))
                        .ignore(List.of("c"))
                        .allowFallbacks(false)
                        .strategy(Strategy.LATENCY)
                        .maxPrice(new PriceCeiling(new BigDecimal("1.25"), new BigDecimal("10"), null, null, null))
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
        provider.max_price.request   | {"max_price":{"request":1}}
        provider.zdr                 | {"zdr":true}
        provider.Order               | {"Order":["a"]}
        provider.data_collection     | {"data_collection":"deny"}
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
    void saysWhatItKnowsWhenItDoesNotKnowAField() {
        assertThat(refusal("{\"sorted\":1}").message())
                .contains("order")
                .contains("only")
                .contains("ignore")
                .contains("allow_fallbacks")
                .contains("sort")
                .contains("max_price");
        assertThat(refusal("{\"sort\":\"x\"}").message()).contains("price, throughput, latency");
    }

    @Test
    void takesHugePricesWithoutWritingThemOut() {
        assertThat(read("{\"max_price\":{\"prompt\":1e999999999}}").maxPrice().prompt())
                .isEqualByComparingTo(new BigDecimal("1e999999999"));
    }

    private static ApiError refusal(String provider) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> read(provider));
        assertThat(refused).as("refused").isNotNull();
        return refused.error();
    }

    private static Preferences read(String provider) {
        return PreferencesReader.read(
                JsonIndex.of(("{\"provider\":" + provider + "}").getBytes(StandardCharsets.UTF_8)));
    }
}
