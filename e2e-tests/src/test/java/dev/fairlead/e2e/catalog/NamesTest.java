package dev.fairlead.e2e.catalog;

import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a model may be called, and what is said where it may not. */
@OnSharedSuite
class NamesTest {

    private final Suite suite;

    NamesTest(Suite suite) {
        this.suite = suite;
    }

    private Answer ask(String model) {
        return suite.gateway().chat(Chat.to(model).maxTokens(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulator/sim-chat",
                "sim-chat",
                "Simulator/Sim-Chat",
                "simulator-b/sim-chat",
                "sim-chat:floor",
                "sim-chat:nitro:floor",
                "simulator/sim-chat:exacto"
            })
    void everySpellingIsAnsweredByTheSameModel(String name) {
        Answer answer = ask(name);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("model").asText()).isEqualTo("simulator/sim-chat");
    }

    @Test
    void aWildcardIsAnsweredByOneOfItsModels() {
        Answer answer = ask("simulator/sim-f*t");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("model").asText()).isIn("simulator/sim-fast", "simulator/sim-flat");
    }

    @ParameterizedTest
    @CsvSource({
        "simulator/sim-chta, 400, model_not_found, simulator/sim-chat",
        "sim-chat:turbo, 400, model_not_found, floor",
        "nobody/*, 400, model_not_found, nobody",
        "google/gemini-2.0-flash-001, 404, model_deprecated, google/gemini-3",
        "openai/text-embedding-3-small, 400, wrong_endpoint, embedding"
    })
    void aNameThatCannotBeAnsweredIsExplained(String name, int status, String code, String hint) {
        Answer answer = ask(name);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.error().at("/availability/code").asText()).isEqualTo(code);
        assertThat(answer.error().path("message").asText()).contains(hint);
    }

    @Test
    void anAmbiguousNameIsRefusedWithItsCandidates() {
        // Given
        String slug = ambiguousSlug();

        // When
        Answer answer = ask(slug);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error().path("message").asText().split("/" + slug + "\\b"))
                .hasSizeGreaterThan(2);
    }

    /** A slug that two authors have: one of the catalog's own, and one more that this test adds. */
    private String ambiguousSlug() {
        String slug = "twice-" + System.nanoTime();
        var operator = suite.gateway().withKey(suite.people().tokenOf("alice"));
        for (String author : new String[] {"first", "second"}) {
            String model = "{\"author\":\"" + author + "\",\"slug\":\"" + slug
                    + "\",\"name\":\"Twice\",\"context_length\":1000}";
            assertThat(operator.post("/api/v1/catalog/models", model).status()).isEqualTo(201);
            String endpoint =
                    "{\"model\":\"" + author + "/" + slug + "\",\"provider\":\"simulator\",\"upstream_model\":\""
                            + author + "-" + slug
                            + "\",\"max_output_tokens\":100,\"prices\":{\"input\":\"1\",\"output\":\"1\"}}";
            assertThat(operator.post("/api/v1/catalog/endpoints", endpoint).status())
                    .isEqualTo(201);
        }
        await().until(() ->
                ask("second/" + slug).status() == 200 && ask("first/" + slug).status() == 200);
        return slug;
    }
}
