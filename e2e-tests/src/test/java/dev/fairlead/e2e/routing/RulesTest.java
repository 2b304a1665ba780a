package dev.fairlead.e2e.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What people write down about routing, through the edge. Policies stay in shadow mode: others use this stack, too. */
@OnSharedSuite
class RulesTest {

    private static final String POLICIES = "/api/v1/routing/policies";

    private final Suite suite;
    private final Gateway alice;
    private final Gateway erin;
    private final String name = "e2e-" + Long.toString(System.nanoTime(), 36);

    RulesTest(Suite suite) {
        this.suite = suite;
        this.alice = suite.gateway().withKey(suite.people().tokenOf("alice"));
        this.erin = suite.gateway().withKey(suite.people().tokenOf("erin"));
    }

    @AfterEach
    void clean() {
        alice.delete(POLICIES + "/" + name);
        alice.delete(POLICIES + "/" + name + "-globex");
        suite.gateway().delete("/api/v1/presets/" + name);
    }

    private static String policyOf(String organisation, String model) {
        return """
                {"organisation": "%s", "mode": "shadow", "models": ["simulator/sim-chat"],
                 "rules": [{"name": "long", "when": {"prompt_tokens": {"at_least": 1000}}, "then": {"pick": ["%s"]}}]}
                """.formatted(organisation, model);
    }

    private static JsonNode ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    @Test
    void aPolicyIsTriedWrittenListedAndTakenAwayAgain() {
        // Given
        String path = POLICIES + "/" + name;
        String policy = policyOf("acme", "simulator/sim-fast");

        // When, Then
        JsonNode tried = ok(alice.put(path + "?dry_run=true", policy), 200);
        assertThat(tried.at("/data/change").asText()).isEqualTo("create");
        assertThat(alice.get(path).status()).isEqualTo(404);

        Answer written = alice.put(path, policy);
        assertThat(ok(written, 201).at("/data/version").asInt()).isEqualTo(1);
        assertThat(written.header("etag")).contains("\"1\"");
        assertThat(ok(alice.get(POLICIES), 200).findValuesAsText("name")).contains(name);

        JsonNode trial = ok(
                alice.post(POLICIES + "/dry-run", "{\"name\": \"" + name + "\", \"facts\": {\"prompt_tokens\": 2000}}"),
                200);
        assertThat(trial.at("/data/rules/0/holds").asBoolean()).isTrue();
        assertThat(trial.at("/data/alone/models/0").asText()).isEqualTo("simulator/sim-fast");

        assertThat(ok(alice.post(path + "/mode", "{\"mode\": \"disabled\"}"), 200)
                        .at("/data/version")
                        .asInt())
                .isEqualTo(2);
        assertThat(ok(alice.get(path + "/versions"), 200).path("data")).hasSize(2);
        assertThat(alice.with("if-match", "\"1\"").delete(path).status()).isEqualTo(412);
        assertThat(alice.delete(path).status()).isEqualTo(204);
        assertThat(alice.get("/api/v1/routing/changes?limit=50").body()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assistant", "try-new-model"})
    void anExampleOfTheDocumentationCanBeTriedAndWritten(String example) throws IOException {
        // Given
        Path examples = Path.of("..", "docs", "examples");
        String policy = Files.readString(examples.resolve(example + ".json"));
        String facts = Files.readString(examples.resolve("facts.json"));

        // When
        Answer written = alice.put(POLICIES + "/" + name + "?dry_run=true", policy);
        Answer trial = alice.post(POLICIES + "/dry-run", "{\"policy\": " + policy + ", \"facts\": " + facts + "}");

        // Then
        assertThat(ok(written, 200).at("/data/change").asText()).isEqualTo("create");
        assertThat(ok(trial, 200).at("/data/alone/steps")).hasSize(1);
    }

    @Test
    void aWrongPolicyIsRefusedNamingTheField() {
        Answer unknownModel = alice.put(POLICIES + "/" + name, policyOf("acme", "simulator/none"));
        Answer unknownField = alice.put(
                POLICIES + "/" + name, policyOf("acme", "simulator/sim-fast").replace("\"when\"", "\"if\""));

        assertThat(ok(unknownModel, 422).at("/errors/0/field").asText()).isEqualTo("rules[0].then.pick[0]");
        assertThat(unknownModel.body()).contains("simulator/none");
        assertThat(ok(unknownField, 400).at("/errors/0/field").asText()).isEqualTo("rules[0].if");
        assertThat(alice.get(POLICIES + "/" + name).status()).isEqualTo(404);
    }

    @Test
    void anotherOrganisationNeitherSeesNorChangesIt() {
        // Given
        String path = POLICIES + "/" + name;
        ok(alice.put(path, policyOf("acme", "simulator/sim-fast")), 201);

        // When, Then
        assertThat(ok(erin.get(POLICIES), 200).findValuesAsText("name")).doesNotContain(name);
        assertThat(erin.get(path).status()).isEqualTo(404);
        assertThat(erin.delete(path).status()).isEqualTo(404);
        assertThat(erin.put(path, policyOf("globex", "simulator/sim-fast")).status())
                .isEqualTo(409);
        assertThat(erin.put(path + "-globex", policyOf("acme", "simulator/sim-fast"))
                        .status())
                .isEqualTo(403);
        assertThat(erin.put(path + "-globex", policyOf("globex", "simulator/sim-fast"))
                        .status())
                .isEqualTo(201);
        Gateway developer = suite.gateway().withKey(suite.people().tokenOf("bob"));
        assertThat(developer.get(path).status()).isEqualTo(200);
        assertThat(developer.put(path, policyOf("acme", "simulator/sim-chat")).status())
                .isEqualTo(403);
        assertThat(suite.gateway().without("authorization").get(POLICIES).status())
                .isEqualTo(401);
    }

    @Test
    void aPresetIsWrittenWithAnApiKeyAndIsItsOrganisations() {
        // Given
        Gateway acme = suite.gateway();
        String path = "/api/v1/presets/" + name;
        String chat = """
                {"model": "simulator/sim-chat", "max_tokens": 7, "stream": true,
                 "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]}""";

        // When
        JsonNode written = ok(acme.post(path + "/chat/completions", chat), 200);

        // Then
        assertThat(written.at("/data/slug").asText()).isEqualTo(name);
        assertThat(written.at("/data/designated_version/config").toString())
                .isEqualTo("{\"model\":\"simulator/sim-chat\",\"max_tokens\":7}");
        assertThat(written.at("/data/designated_version/system_prompt").asText())
                .isEqualTo("Be brief.");
        assertThat(ok(acme.get("/api/v1/presets"), 200).findValuesAsText("slug"))
                .contains(name);
        assertThat(ok(acme.get(path + "/versions/1"), 200).at("/data/version").asInt())
                .isEqualTo(1);
        assertThat(ok(alice.get(path), 200).at("/data/slug").asText()).isEqualTo(name);
        Gateway globex = suite.gateway().withKey(Demo.GLOBEX_KEY);
        assertThat(globex.get(path).status()).isEqualTo(404);
        assertThat(globex.delete(path).status()).isEqualTo(404);
        Answer refused = acme.post(path + "/chat/completions", "{\"provider\": {\"sort\": \"best\"}}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error().path("param").asText()).isEqualTo("provider.sort");
        assertThat(acme.delete(path).status()).isEqualTo(204);
    }

    @Test
    void defaultsAndThresholdsCanBeLookedAt() {
        assertThat(ok(erin.get("/api/v1/routing/defaults"), 200)
                        .at("/data/organisation")
                        .asText())
                .isEqualTo("globex");
        assertThat(ok(erin.put("/api/v1/routing/defaults/keys/" + "0a".repeat(32), "{\"strategy\": \"latency\"}"), 200)
                        .at("/data/strategy")
                        .asText())
                .isEqualTo("latency");
        assertThat(erin.delete("/api/v1/routing/defaults/keys/" + "0a".repeat(32))
                        .status())
                .isEqualTo(204);
        assertThat(ok(suite.gateway().without("authorization").get("/api/v1/routing/thresholds"), 200)
                        .findValuesAsText("name"))
                .contains("breaker.failures_in_a_row");
    }
}
