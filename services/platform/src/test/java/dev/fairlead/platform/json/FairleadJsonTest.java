package dev.fairlead.platform.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.usage.Attempt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FairleadJsonTest {

    private static final ObjectMapper MAPPER = FairleadJson.mapper();

    static List<Object> records() {
        return SampleContracts.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void givesBackEveryRecordAsItWas(Object written) throws IOException {
        // When
        String json = MAPPER.writeValueAsString(written);

        // Then
        assertThat(MAPPER.readValue(json, written.getClass())).isEqualTo(written);
        assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(written), written.getClass()))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("records")
    void ignoresFieldsThatANewerServiceHasAdded(Object written) throws IOException {
        // Given
        String json = "{\"added later\":7,\"and another\":{\"x\":[null]},"
                + MAPPER.writeValueAsString(written).substring(1);

        // Then
        assertThat(MAPPER.readValue(json, written.getClass())).isEqualTo(written);
    }

    @Test
    void writesMoneyAsNanosIdentifiersAsTextAndTimesAsIso() throws IOException {
        // Given
        ApiKey key = (ApiKey) SampleContracts.all().getFirst();

        // When
        JsonNode json = MAPPER.readTree(MAPPER.writeValueAsString(key));

        // Then
        assertThat(json.get("limit").isIntegralNumber()).isTrue();
        assertThat(json.get("limit").longValue()).isEqualTo(Long.MAX_VALUE);
        assertThat(json.get("hash").textValue()).isEqualTo(key.hash().value());
        assertThat(json.get("organisation").textValue()).isEqualTo("acme-2");
        assertThat(json.get("expiresAt").textValue()).isEqualTo("2026-12-31T23:59:59.123456789Z");
        assertThat(json.get("limitReset").textValue()).isEqualTo("WEEKLY");
        assertThat(json.has("expired")).isFalse();
    }

    @Test
    void writesDecimalsExactlyAndPlain() throws IOException {
        // When
        String json = MAPPER.writeValueAsString(SampleContracts.MANY_DECIMALS);

        // Then
        assertThat(json)
                .contains("\"prompt\":0.00000000000000000123456789")
                .contains("\"completion\":12345678901234567890.000000001")
                .contains("\"request\":0.000000000001")
                .contains("\"inputAudio\":1000")
                .contains("\"cacheWrite1h\":0.10")
                .contains("\"reasoning\":null")
                .doesNotContainPattern("[0-9][eE]");
        assertThat(MAPPER.writeValueAsString(new BigDecimal("1E+3"))).isEqualTo("1000");
    }

    @Test
    void readsListsOfOutcomes() throws IOException {
        List<Outcome> outcomes = List.of(
                new Outcome("p/m", OutcomeKind.SUCCESS, 200, 1, 2, 3, 4, 5, -1, true, false),
                new Outcome("p/n", OutcomeKind.TIMEOUT, 0, 1, -1, 3, 0, 0, 5, false, false));

        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(outcomes), new TypeReference<List<Outcome>>() {}))
                .isEqualTo(outcomes);
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThatThrownBy(() -> MAPPER.readValue("{\"version\":1,\"version\":2}", RoutingTable.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> MAPPER.readTree("{\"a\":{\"b\":1,\"b\":1}}"))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "1e3", "\"5\"", "true", "{}", "[1]", "9223372036854775808", "{\"nanos\":5}"})
    void refusesWhatIsNoWholeNumberOfNanos(String json) {
        assertThatThrownBy(() -> MAPPER.readValue(json, Money.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> MAPPER.readValue("{\"total\":" + json + ",\"prompt\":0,\"completion\":0}", Cost.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "{}", "[]", "{\"value\":\"acme\"}", "\"Not Valid\"", "\"\"", "1.5"})
    void refusesWhatIsNoIdentifier(String json) {
        assertThatThrownBy(() -> MAPPER.readValue(json, OrganisationId.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> MAPPER.readValue(json, KeyHash.class)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> MAPPER.readValue(json, GenerationId.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        outcome        | {"provider":"p","endpoint":"e","outcome":0,"status":1,"durationMillis":1}
        outcome        | {"provider":"p","endpoint":"e","outcome":"NOBODY","status":1,"durationMillis":1}
        status         | {"provider":"p","endpoint":"e","outcome":"SUCCESS","status":1.5,"durationMillis":1}
        status         | {"provider":"p","endpoint":"e","outcome":"SUCCESS","status":null,"durationMillis":1}
        status         | {"provider":"p","endpoint":"e","outcome":"SUCCESS","status":{},"durationMillis":1}
        status         | {"provider":"p","endpoint":"e","outcome":"SUCCESS","status":"many","durationMillis":1}
        durationMillis | {"provider":"p","endpoint":"e","outcome":"SUCCESS","status":1}
        provider       | {"provider":{},"endpoint":"e","outcome":"SUCCESS","status":1,"durationMillis":1}
        """)
    void refusesWrongTypesByName(String field, String json) {
        assertThatThrownBy(() -> MAPPER.readValue(json, Attempt.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(field);
    }

    @Test
    void refusesWhatARecordRefuses() {
        assertThatThrownBy(() -> MAPPER.readValue(
                        MAPPER.writeValueAsString(TokenUsage.NONE).replace("\"input\":0", "\"input\":-1"),
                        TokenUsage.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("negative");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\": [1, 2", "{\"a\" 1}", "nonsense", "{\"a\": \"x", "[1,]"})
    void saysWhatIsWrongWithATextWithoutThePartsOfTheParser(String text) {
        assertThatThrownBy(() -> MAPPER.readTree(text))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        fault -> assertThat(FairleadJson.describe(fault))
                                .doesNotContain("Source", "REDACTED")
                                .contains("(line 1, column "));
    }
}
