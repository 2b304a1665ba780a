package dev.fairlead.simulator;

import java.net.URI;
import java.net.http.HttpResponse;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.simulator.Caller.body;
import static dev.fairlead.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Setting behaviours, and what the ledger keeps. */
@QuarkusTest
@TestProfile(TracedProfile.class)
class ControlApiTest {

    @TestHTTPResource("/")
    URI base = URI.create("/");

    private Caller caller = new Caller(base);

    @BeforeEach
    void connect() {
        caller = new Caller(base);
    }

    @AfterEach
    void reset() {
        caller.delete("/sim/behaviours");
        caller.put("/sim/settings", "{\"ledger\":true,\"sample\":1}");
    }

    private int completion(String path, String model, String key) {
        HttpResponse<String> response =
                caller.post(path, body(false).replace("sim-fast", model), "Authorization", "Bearer " + key);
        return json(response).at("/usage/completion_tokens").asInt();
    }

    @Test
    void aBehaviourIsSetForAModelAnInstanceAnEndpointAndAKey() {
        // When
        caller.put("/sim/behaviours/instance/east", "{\"completion\":1}");
        caller.put("/sim/behaviours/model/openai/gpt-4o", "{\"completion\":2,\"latency\":\"1ms\"}");
        caller.put("/sim/behaviours/endpoint/east/openai%2Fgpt-4o", "{\"completion\":\"3\"}");
        caller.put("/sim/behaviours/key/sk-4", "{\"completion\":4}");

        // Then
        assertThat(completion("/east/v1/chat/completions", "any", "sk-1")).isEqualTo(1);
        assertThat(completion("/west/v1/chat/completions", "openai/gpt-4o", "sk-1"))
                .isEqualTo(2);
        assertThat(completion("/east/v1/chat/completions", "openai/gpt-4o", "sk-1"))
                .isEqualTo(3);
        assertThat(completion("/east/v1/chat/completions", "openai/gpt-4o", "sk-4"))
                .isEqualTo(4);
        String all = caller.get("/sim/behaviours").body();
        assertThat(json(all).at("/model/openai~1gpt-4o/completion").asText()).isEqualTo("2");
        assertThat(json(all).at("/built-in/sim-slow/tps").asText()).isEqualTo("20");
        assertThat(all).doesNotContain("sk-4");
    }

    @Test
    void aBehaviourIsForgottenAloneOrWithAllOthers() {
        caller.put("/sim/behaviours/model/a", "{\"completion\":2}");
        caller.put("/sim/behaviours/model/b", "{\"completion\":2}");
        assertThat(caller.delete("/sim/behaviours/model/a").statusCode()).isEqualTo(204);
        assertThat(caller.delete("/sim/behaviours/model/a").statusCode()).isEqualTo(404);
        assertThat(json(caller.get("/sim/behaviours")).get("model").has("b")).isTrue();
        assertThat(caller.delete("/sim/behaviours").statusCode()).isEqualTo(204);
        assertThat(json(caller.get("/sim/behaviours")).get("model").has("b")).isFalse();
        assertThat(json(caller.get("/sim/behaviours")).get("model").has("configured/model"))
                .isTrue();
    }

    @Test
    void failuresFollowTheirSchedule() {
        caller.put("/sim/behaviours/model/once", "{\"fail\":503,\"fail-first\":1}");
        String body = body(false).replace("sim-fast", "once");
        assertThat(caller.chat("", body).statusCode()).isEqualTo(503);
        assertThat(caller.chat("", body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /sim/behaviours/model/m  | {"tps":"fast"}          | 400 | tps
            /sim/behaviours/model/m  | {"speed":1}             | 400 | speed
            /sim/behaviours/model/m  | {"fail":true}           | 400 | fail
            /sim/behaviours/model/m  | {"fail":{"status":1}}   | 400 | fail
            /sim/behaviours/model/   | {"fail":503}            | 400 | name
            /sim/behaviours/team/m   | {"fail":503}            | 404 | kind
            /sim/settings            | {"sample":2}            | 400 | sample
            /sim/settings            | {"ledger":"on"}         | 400 | ledger
            /sim/settings            | {"colour":1}            | 400 | colour
            """)
    void whatMakesNoSenseIsRefusedAndNamed(String path, String body, int status, String field) {
        HttpResponse<String> response = caller.put(path, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(json(response).at("/errors/0/field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {            | 400
            []           | 400
            nonsense     | 400
            """)
    void aBodyThatIsNoObjectIsRefused(String body, int status) {
        assertThat(caller.put("/sim/behaviours/model/m", body).statusCode()).isEqualTo(status);
        assertThat(caller.put("/sim/settings", body).statusCode()).isEqualTo(status);
    }

    @Test
    void theLedgerCanBeSwitchedOff() {
        // Given
        assertThat(json(caller.put("/sim/settings", "{\"ledger\":false}"))
                        .get("ledger")
                        .asBoolean())
                .isFalse();
        String id = Caller.requestId();

        // When
        caller.chat("", body(false), "x-request-id", id);

        // Then
        assertThat(caller.call(id).isMissingNode()).isTrue();
        assertThat(json(caller.get("/sim/settings")).get("capacity").asInt()).isEqualTo(200_000);
    }
}
