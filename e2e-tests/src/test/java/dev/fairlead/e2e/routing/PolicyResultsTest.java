package dev.fairlead.e2e.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.e2e.contract.OpenApiContract;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Json;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of requests that a policy decides, in the results of that policy. The policies are about a header that
 * only these requests have: others use this stack, too.
 */
@OnSharedSuite
class PolicyResultsTest {

    private static final String POLICIES = "/api/v1/routing/policies/";
    private static final String MARK = "x-trial";
    private static final String OLD = "simulator/sim-chat";
    private static final String NEW = "simulator/sim-fast";
    private static final String AT_ONCE = "ttft=0,tps=0";
    private static final int USERS = 30;
    private static final int CALLS_EACH = 2;

    // Names that stay, since users are dealt by them: the same users get the same arms in each run.
    private static final String SPLIT = "e2e-results-split";
    private static final String SHADOW = "e2e-results-shadow";

    private final Suite suite;
    private final Gateway gateway;
    private final Gateway alice;

    PolicyResultsTest(Suite suite) {
        this.suite = suite;
        this.gateway = suite.gateway().simulating(AT_ONCE);
        this.alice = suite.gateway().withKey(suite.people().tokenOf("alice"));
    }

    /** What callers have seen of one arm. */
    private static final class Seen {

        private final List<String> generations = new ArrayList<>();
        private BigDecimal cost = BigDecimal.ZERO;
        private long completion;
        private int errors;

        void add(Answer answer) {
            generations.add(answer.generation());
            if (answer.status() == 200) {
                JsonNode usage = answer.json().path("usage");
                cost = cost.add(usage.path("cost").decimalValue());
                completion += usage.path("completion_tokens").asLong();
            } else {
                errors++;
            }
        }
    }

    @AfterEach
    void clean() {
        alice.delete(POLICIES + SPLIT);
        alice.delete(POLICIES + SHADOW);
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    /** Writes a policy and returns its version when the edge knows it. */
    private int write(String name, String kind, String document) {
        int version =
                ok(alice.put(POLICIES + name, document)).at("/data/version").asInt();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> ok(gateway.with(MARK, name)
                                .post(
                                        "/api/v1/route/explain",
                                        Chat.to(OLD).with("user", "\"u\"").json()))
                        .at("/data/policies/" + kind)
                        .findValuesAsText("policy")
                        .contains(name));
        return version;
    }

    private static Chat of(int user) {
        return Chat.to(OLD).maxTokens(3).with("user", "\"user-" + user + "\"");
    }

    private void say(String generation, String category, String score) {
        ok(gateway.post(
                "/api/v1/generation/feedback",
                "{\"generation_id\":\"%s\",\"category\":\"%s\"%s}".formatted(generation, category, score)));
    }

    /** The results of one version, by arm; those without an arm by their rule. */
    private JsonNode results(Gateway person, String name, int version) {
        Answer answer = person.get(POLICIES + name + "/results");
        JsonNode results = ok(answer).at("/data/results");
        OpenApiContract.of(gateway).validates("GET", POLICIES + name + "/results", answer);
        ObjectNode byArm = Json.object();
        for (JsonNode result : results) {
            if (result.path("version").asInt() == version) {
                byArm.set(result.path("arm").asText(result.path("rule").asText()), result);
            }
        }
        return byArm;
    }

    @Test
    void eachArmOfASplitHasTheRequestsCostsErrorsTimesAndOpinionsThatItHad() {
        // Given
        int version = write(SPLIT, "applied", """
                {"organisation": "acme", "models": ["%s"], "rules": [{"name": "trial",
                  "when": {"headers": {"%s": ["%s"]}},
                  "then": {"sticky_by": "user", "split": [
                    {"arm": "control", "percent": 90}, {"arm": "new", "percent": 10, "models": ["%s"]}]}}]}
                """.formatted(OLD, MARK, SPLIT, NEW));
        Gateway marked = gateway.with(MARK, SPLIT);
        Seen control = new Seen();
        Seen fresh = new Seen();

        // When
        for (int user = 0; user < USERS; user++) {
            Answer first = marked.chat(of(user));
            Answer second = marked.chat(of(user));
            String model = ok(first).path("model").asText();
            assertThat(ok(second).path("model").asText())
                    .as("user %d stays in its arm", user)
                    .isEqualTo(model);
            Seen arm = model.equals(NEW) ? fresh : control;
            arm.add(first);
            arm.add(second);
            if (arm.errors == 0) {
                Answer failed = marked.simulating(AT_ONCE + ",fail=400").chat(of(user));
                assertThat(failed.status()).as(failed.body()).isEqualTo(400);
                arm.add(failed);
            }
        }
        suite.awaitBooked();
        List<String> praised = fresh.generations;
        assertThat(praised).as("a tenth of all users, or so").hasSizeBetween(CALLS_EACH, USERS * CALLS_EACH / 3);
        say(praised.get(0), "latency", ",\"score\":0.5");
        say(praised.get(1), "other", ",\"score\":1");
        say(praised.get(1), "other", ",\"score\":0.75");
        say(control.generations.getFirst(), "formatting", "");

        // Then
        JsonNode results = results(alice, SPLIT, version);
        assertThat(results).hasSize(2);
        assertResult(results.path("control"), control);
        assertResult(results.path("new"), fresh);
        assertThat(results.path("new").path("feedback").toString())
                .isEqualTo("{\"count\":2,\"mean_score\":0.625,\"categories\":{\"latency\":1,\"other\":1}}");
        assertThat(results.path("control").path("feedback").toString())
                .isEqualTo("{\"count\":1,\"mean_score\":null,\"categories\":{\"formatting\":1}}");

        // And: colleagues see the same, and others nothing
        assertThat(results(suite.gateway().withKey(suite.people().tokenOf("dave")), SPLIT, version))
                .isEqualTo(results);
        Answer elsewhere =
                suite.gateway().withKey(suite.people().tokenOf("erin")).get(POLICIES + SPLIT + "/results");
        assertThat(elsewhere.status()).isEqualTo(404);
    }

    private static void assertResult(JsonNode result, Seen seen) {
        int requests = seen.generations.size();
        assertThat(result.path("rule").asText()).isEqualTo("trial");
        assertThat(result.path("shadow").asBoolean()).isFalse();
        assertThat(result.path("requests").asInt()).isEqualTo(requests);
        assertThat(result.path("cancelled").asInt()).isZero();
        assertThat(result.path("errors").asInt()).isEqualTo(seen.errors).isEqualTo(1);
        assertThat(result.path("error_rate").asDouble()).isEqualTo(1.0 / requests);
        assertThat(result.at("/cost/total").decimalValue())
                .isEqualByComparingTo(seen.cost)
                .isPositive();
        assertThat(result.at("/tokens/completion").asLong())
                .isEqualTo(seen.completion)
                .isPositive();
        for (String times : List.of("latency", "time_to_first_byte")) {
            JsonNode figures = result.path(times);
            assertThat(figures.path("p50").asDouble(-1)).as(times).isNotNegative();
            assertThat(figures.path("p99").asDouble())
                    .isGreaterThanOrEqualTo(figures.path("p50").asDouble());
        }
    }

    @Test
    void aPolicyInShadowModeIsWatchedAndChangesNothing() {
        // Given: it would give everybody another model
        int version = write(SHADOW, "shadow", """
                {"organisation": "acme", "mode": "shadow", "models": ["%s"], "rules": [{"name": "faster",
                  "when": {"headers": {"%s": ["%s"]}}, "then": {"pick": ["%s"], "strategy": "latency"}}]}
                """.formatted(OLD, MARK, SHADOW, NEW));
        Gateway marked = gateway.with(MARK, SHADOW);
        Seen seen = new Seen();

        // When
        for (int user = 0; user < 6; user++) {
            Chat chat = of(user).with("session_id", "\"" + SHADOW + user + "\"");
            JsonNode plain =
                    ok(gateway.post("/api/v1/route/explain", chat.json())).path("data");
            JsonNode watched =
                    ok(marked.post("/api/v1/route/explain", chat.json())).path("data");
            Answer answer = marked.chat(chat);

            // Then: all that it changes is what is noted
            assertThat(watched.at("/policies/applied")).isEmpty();
            assertThat(watched.at("/policies/shadow/0/rule").asText()).isEqualTo("faster");
            assertThat(watched.path("strategy")).isEqualTo(plain.path("strategy"));
            assertThat(watched.path("candidates").findValuesAsText("endpoint"))
                    .isEqualTo(plain.path("candidates").findValuesAsText("endpoint"));
            assertThat(ok(answer).path("model").asText()).isEqualTo(OLD);
            seen.add(answer);
        }
        suite.awaitBooked();
        JsonNode result = results(alice, SHADOW, version).path("faster");
        assertThat(result.path("shadow").asBoolean()).isTrue();
        assertThat(result.path("arm").isNull()).isTrue();
        assertThat(result.path("requests").asInt()).isEqualTo(6);
        assertThat(result.path("errors").asInt()).isZero();
        assertThat(result.at("/cost/total").decimalValue()).isEqualByComparingTo(seen.cost);
        JsonNode record = ok(gateway.get("/api/v1/generation?id=" + seen.generations.getFirst()));
        assertThat(record.toString()).contains("\"policy\":\"" + SHADOW + "\"").contains("\"shadow\":true");
    }
}
