package dev.fairlead.router.decision;

import dev.fairlead.router.publication.RealRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

@QuarkusTest
@QuarkusTestResource(RealRedis.class)
class DecisionServiceTest {

    @Test
    void readsPrompts() {
        given().contentType("application/json")
                .body("""
                        {"text": "Schreibe eine SQL-Abfrage, die den Umsatz pro Kunde liefert.", "promptTokens": 20}""")
                .post("/internal/prompt-readings")
                .then()
                .statusCode(200)
                .body("task", equalTo("data"))
                .body("language", equalTo("de"))
                .body("confidence", greaterThan(0.4f))
                .body("difficulty", greaterThan(0f));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /internal/prompt-readings | {}                                                        | text
                    /internal/prompt-readings | []                                                        | body
                    /internal/prompt-readings | {"text": 7}                                               | text
                    /internal/prompt-readings | {"text": "secret words", "promptTokens": "many"}          | promptTokens
                    /internal/prompt-readings | {"text": "secret words", "offersTools": 1}                | offersTools
                    /internal/model-choices   | {"organisation": "acme"}                                  | prompt
                    /internal/model-choices   | {"prompt": {}, "organisation": "acme"}                    | prompt.text
                    /internal/model-choices   | {"prompt": {"text": "secret words"}}                      | organisation
                    /internal/model-choices   | {"prompt": {"text": "secret words"}, "organisation": "a", "task": "secret words"} | task
                    /internal/model-choices   | {"prompt": {"text": "secret words"}, "organisation": "a", "costTier": "low"}      | costTier
                    /internal/model-choices   | {"prompt": {"text": "secret words"}, "organisation": "a", "allowed": "*"}         | allowed
                    /internal/model-choices   | {"prompt": {"text": "secret words"}, "organisation": "a", "excluded": [1]}        | excluded[0]
                    """)
    void namesTheFieldAtFaultAndRepeatsNothing(String path, String body, String field) {
        String problem = given().contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(field))
                .extract()
                .asString();

        assertThat(problem).doesNotContain("secret words");
    }

    @Test
    void refusesWhatIsNoJsonOrTooLong() {
        given().contentType("application/json")
                .body("{\"text\": ")
                .post("/internal/prompt-readings")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"text\": \"" + "x".repeat(40_000) + "\"}")
                .post("/internal/prompt-readings")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("text"));
        given().contentType("application/json")
                .body("{\"text\": \"" + "x".repeat(1_100_000) + "\"}")
                .post("/internal/prompt-readings")
                .then()
                .statusCode(413);
    }
}
