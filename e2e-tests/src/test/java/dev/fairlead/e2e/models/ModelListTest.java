package dev.fairlead.e2e.models;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code GET /api/v1/models}. */
@OnSharedSuite
class ModelListTest {

    private static final String PATH = "/api/v1/models";
    private static final BigDecimal UNKNOWN = new BigDecimal("-1");

    private final Suite suite;

    ModelListTest(Suite suite) {
        this.suite = suite;
    }

    private Map<String, JsonNode> models() {
        return StreamSupport.stream(
                        suite.gateway().get(PATH).json().path("data").spliterator(), false)
                .collect(Collectors.toMap(model -> model.path("id").asText(), Function.identity()));
    }

    @Test
    void theSimulatorsAndWellKnownModelsAreListed() {
        Map<String, JsonNode> models = models();

        assertThat(models).containsKeys("simulator/sim-chat", "simulator/sim-flat", "simulator/sim-free");
        assertThat(models).hasSizeGreaterThanOrEqualTo(700);
        assertThat(models.keySet()).anyMatch(id -> id.startsWith("openai/"));
    }

    @Test
    void everyModelHasTheShapeThatClientsExpect() {
        assertThat(models().values()).allSatisfy(model -> {
            assertThat(model.path("id").asText()).matches("~?[a-z0-9.-]+/[a-zA-Z0-9.:_-]+");
            assertThat(model.path("object").asText()).isEqualTo("model");
            assertThat(model.path("created").isIntegralNumber()).isTrue();
            assertThat(model.path("owned_by").asText()).isNotEmpty();
            assertThat(model.path("name").asText()).isNotEmpty();
            assertPositiveOrUnknown(model.path("context_length"));
            assertThat(model.at("/architecture/input_modalities")).isNotEmpty();
            assertThat(model.at("/architecture/modality").asText()).contains("->");
            assertPositiveOrUnknown(model.at("/top_provider/max_completion_tokens"));
            assertThat(model.path("supported_parameters").isArray()).isTrue();
        });
    }

    @Test
    void pricesAreDollarsATokenAsExactText() {
        JsonNode pricing =
                Objects.requireNonNull(models().get("simulator/sim-chat")).path("pricing");

        // The cheaper of its two providers.
        assertThat(pricing.path("prompt").asText()).isEqualTo("0.000001");
        assertThat(pricing.path("completion").asText()).isEqualTo("0.000002");
        assertThat(pricing.path("input_cache_read").asText()).isEqualTo("0.0000001");
        assertThat(models().values()).allSatisfy(model -> {
            assertThat(model.at("/pricing/prompt").isTextual()).isTrue();
            BigDecimal prompt = new BigDecimal(model.at("/pricing/prompt").asText());
            assertThat(prompt.signum() >= 0 || prompt.compareTo(UNKNOWN) == 0).isTrue();
        });
    }

    private static void assertPositiveOrUnknown(JsonNode number) {
        assertThat(number.isNull() || number.asLong() > 0).as(number.toString()).isTrue();
    }

    @Test
    void thereAreAThousandModelsAndAHundredProviders() {
        assertThat(suite.gateway()
                        .get("/api/v1/models/count?output_modalities=all")
                        .json()
                        .at("/data/count")
                        .asLong())
                .isGreaterThanOrEqualTo(1_000);
        assertThat(suite.gateway().get("/api/v1/providers").json().path("data")).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void aListThatHasNotChangedIsNotSentAgain() {
        // Given
        Answer first = suite.gateway().get(PATH);
        String tag = first.header("etag").orElseThrow();

        // When
        Answer unchanged = suite.gateway().with("if-none-match", tag).get(PATH);
        Answer changed = suite.gateway().with("if-none-match", "\"another\"").get(PATH);

        // Then
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.header("etag")).hasValue(tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).isEqualTo(first.body());
    }

    @Test
    void aKeyIsNotNeeded() {
        assertThat(suite.gateway().without("authorization").get(PATH).status()).isEqualTo(200);
    }
}
