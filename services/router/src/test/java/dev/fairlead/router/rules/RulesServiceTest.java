package dev.fairlead.router.rules;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;

import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import dev.fairlead.router.RealKeycloak;
import dev.fairlead.router.catalog.CurrentCatalog;
import dev.fairlead.router.publication.RealRedis;
import dev.fairlead.router.rules.store.RulesStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealRedis.class)
@QuarkusTestResource(RealKeycloak.class)
class RulesServiceTest {

    private static final RulesApi OPERATOR = RulesApi.OPERATOR;
    private static final RulesApi ALICE = RulesApi.person("alice", Roles.ADMIN, "acme");
    private static final RulesApi BOB = RulesApi.person("bob", Roles.DEVELOPER, "acme");
    private static final RulesApi DAVE = RulesApi.person("dave", Roles.VIEWER, "acme");
    private static final RulesApi ERIN = RulesApi.person("erin", Roles.ADMIN, "globex");
    private static final RulesApi KEY = RulesApi.key("acme");
    private static final RulesApi OTHER_KEY = RulesApi.key("globex");
    private static final String HASH = "0f".repeat(32);

    @Inject
    Redis redis;

    @Inject
    CurrentCatalog catalog;

    @BeforeEach
    void beginAnew() {
        if (catalog.get() == null) {
            RulesStore.await(new SnapshotPublisher<>(redis, RedisKeys.CATALOG_SNAPSHOT, SnapshotCodec.catalog())
                    .publish(1, SampleCatalog.snapshot())
                    .map(true));
            await().until(() -> catalog.get() != null);
        }
        await().ignoreExceptions().until(() -> publishedRules().version() > 0);
        OPERATOR.put("routing/rules", "{\"policies\":[],\"presets\":[],\"defaults\":[]}")
                .statusCode(200);
        // What a router remembers it would write again; now it remembers nothing, not even names that are gone.
        send(Request.cmd(Command.DEL)
                .arg(RulesStore.CURRENT)
                .arg(RulesStore.VERSIONS)
                .arg(RulesStore.CHANGES));
    }

    private static String picks(String model) {
        return "{\"rules\":[{\"name\":\"r\",\"then\":{\"pick\":[\"" + model + "\"]}}]}";
    }

    private static String ofAcme(String model) {
        return "{\"organisation\":\"acme\",\"models\":[\"acme/dear\"],"
                + "\"rules\":[{\"name\":\"long\",\"when\":{\"prompt_tokens\":{\"at_least\":100}},"
                + "\"then\":{\"pick\":[\"" + model + "\"]}}]}";
    }

    private RoutingRules publishedRules() {
        Response body =
                send(Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_RULES).arg(RedisKeys.SNAPSHOT_BODY));
        return SnapshotCodec.json(RoutingRules.class)
                .decode(requireNonNull(body).toBytes());
    }

    private @Nullable Response send(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // ---- policies

    @Test
    void aPolicyIsWrittenReadAndPublished() {
        ALICE.put("routing/policies/cheap-nights", ofAcme("acme/cheap"))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("data.version", equalTo(1))
                .body("data.mode", equalTo("enforced"))
                .body("data.written_by", equalTo("alice"))
                .body("data.policy.rules[0].name", equalTo("long"));

        ALICE.put("routing/policies/cheap-nights", ofAcme("acme/cheap"))
                .statusCode(200)
                .header("ETag", "\"1\"");
        ALICE.put("routing/policies/cheap-nights", ofAcme("acme/fast"))
                .statusCode(200)
                .header("ETag", "\"2\"");

        ALICE.get("routing/policies").body("data.name", contains("cheap-nights"));
        ALICE.get("routing/policies/cheap-nights").statusCode(200).header("ETag", "\"2\"");
        ALICE.get("routing/policies/cheap-nights/versions").body("data.version", contains(1, 2));
        ALICE.get("routing/policies/cheap-nights/versions/1")
                .body("data.policy.rules[0].then.pick", contains("acme/cheap"));
        ALICE.get("routing/policies/cheap-nights/versions/9").statusCode(404);
        assertThat(publishedRules().policies()).singleElement().satisfies(policy -> {
            assertThat(policy.name()).isEqualTo("cheap-nights");
            assertThat(policy.version()).isEqualTo(2);
            assertThat(policy.document()).contains("acme/fast");
        });
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndWritesNothing() {
        ALICE.put("routing/policies/one?dry_run=true", ofAcme("acme/cheap"))
                .statusCode(200)
                .body("data.change", equalTo("create"))
                .body("data.after.version", equalTo(1));
        ALICE.get("routing/policies/one").statusCode(404);

        ALICE.put("routing/policies/one", ofAcme("acme/cheap"));
        ALICE.put("routing/policies/one?dry_run=true", ofAcme("acme/fast"))
                .body("data.change", equalTo("change"))
                .body("data.before.version", equalTo(1))
                .body("data.after.version", equalTo(2));
        ALICE.put("routing/policies/one?dry_run=true", ofAcme("acme/cheap")).body("data.change", equalTo("nothing"));
        ALICE.put("routing/policies/one?dry_run=perhaps", ofAcme("acme/cheap")).statusCode(400);
        ALICE.get("routing/policies/one").header("ETag", "\"1\"");
    }

    @Test
    void whoeverBelievesSomethingElseToBeThereIsToldSo() {
        ALICE.with("If-None-Match", "*")
                .put("routing/policies/one", ofAcme("acme/cheap"))
                .statusCode(201);
        ALICE.with("If-None-Match", "*")
                .put("routing/policies/one", ofAcme("acme/fast"))
                .statusCode(412);
        ALICE.with("If-Match", "\"1\"")
                .put("routing/policies/one", ofAcme("acme/fast"))
                .statusCode(200);
        ALICE.with("If-Match", "\"1\"")
                .put("routing/policies/one", ofAcme("acme/dear"))
                .statusCode(412)
                .body("detail", containsString("version 2"));
        ALICE.with("If-Match", "\"1\"").delete("routing/policies/one").statusCode(412);
        ALICE.with("If-Match", "\"1\"")
                .post("routing/policies/one/mode", "{\"mode\":\"shadow\"}")
                .statusCode(412);
        ALICE.with("If-Match", "\"7\", \"2\"").delete("routing/policies/one").statusCode(204);
        ALICE.with("If-Match", "*")
                .put("routing/policies/one", ofAcme("acme/dear"))
                .statusCode(412);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"rules\":[]}                                                          | 400 | rules",
                "{\"rules\":[{\"name\":\"r\",\"then\":{\"pik\":[\"x\"]}}]}               | 400 | rules[0].then",
                "{\"rules\":[{\"name\":\"r\",\"when\":{\"task\":[\"debugging\",\"coding\"]},\"then\":{\"deny\":\"x\"}}]}"
                        + "| 400 | rules[0].when.task[1]",
                "{\"mode\":\"on\",\"rules\":[{\"name\":\"r\",\"then\":{\"deny\":\"x\"}}]}| 400 | mode",
                "{                                                                       | 400 | body",
                "{\"rules\":[{\"name\":\"r\",\"then\":{\"pick\":[\"acme/none\"]}}]}      | 422 | rules[0].then.pick[0]",
                "{\"models\":[\"acme/none\"],\"rules\":[{\"name\":\"r\",\"then\":{\"deny\":\"no\"}}]}| 422 | models[0]"
            })
    void whatIsWrongWithAPolicyIsNamed(String document, int status, String field) {
        ValidatableResponse answer =
                OPERATOR.put("routing/policies/wrong", document).statusCode(status);

        assertThat(answer.extract().jsonPath().getString("errors[0].field")).startsWith(field);
        OPERATOR.get("routing/policies/wrong").statusCode(404);
    }

    @Test
    void aMisspeltTaskIsRefusedWithTheChoices() {
        String policy = "{\"rules\":[{\"name\":\"r\",\"when\":{\"task\":[\"coding\"]},\"then\":{\"deny\":\"x\"}}]}";

        OPERATOR.put("routing/policies/wrong", policy)
                .statusCode(400)
                .body("errors[0].detail", containsString("creative_writing, data, debugging, extraction"));
        OPERATOR.put("routing/policies/right", policy.replace("coding", "creative_writing"))
                .statusCode(201);
    }

    @Test
    void policiesThatLeadBackToEachOtherAreRefused() {
        String first = "{\"defines\":\"ours/a\",\"rules\":[{\"name\":\"r\",\"then\":{\"pick\":[\"acme/cheap\"]}}]}";
        String second = "{\"defines\":\"ours/b\",\"rules\":[{\"name\":\"r\",\"then\":{\"pick\":[\"ours/a\"]}}]}";
        OPERATOR.put("routing/policies/first", first).statusCode(201);
        OPERATOR.put("routing/policies/second", second).statusCode(201);

        OPERATOR.put("routing/policies/first", first.replace("acme/cheap", "ours/b"))
                .statusCode(422);

        OPERATOR.delete("routing/policies/first").statusCode(409).body("detail", containsString("second"));
        OPERATOR.delete("routing/policies/second").statusCode(204);
        OPERATOR.delete("routing/policies/first").statusCode(204);
    }

    @Test
    void aModeIsANewVersion() {
        ALICE.put("routing/policies/one", ofAcme("acme/cheap"));

        ALICE.post("routing/policies/one/mode", "{\"mode\":\"shadow\"}")
                .statusCode(200)
                .body("data.mode", equalTo("shadow"))
                .body("data.version", equalTo(2))
                .body("data.policy.mode", equalTo("shadow"));
        ALICE.post("routing/policies/one/mode", "{\"mode\":\"off\"}").statusCode(400);
        ALICE.post("routing/policies/one/mode", "{}").statusCode(400);
        assertThat(publishedRules().policies())
                .singleElement()
                .satisfies(policy -> assertThat(policy.document()).contains("\"mode\":\"shadow\""));
    }

    @Test
    void policiesAreAskedInTheOrderThatIsSaid() {
        for (String name : List.of("a", "b", "c")) {
            OPERATOR.put("routing/policies/" + name, picks("acme/cheap"));
        }
        OPERATOR.put("routing/policies/d?position=1", picks("acme/cheap")).body("data.position", equalTo(1));

        OPERATOR.put("routing/policies/c?position=2", picks("acme/cheap")).statusCode(200);

        OPERATOR.get("routing/policies").body("data.name", contains("d", "c", "a", "b"));
        assertThat(publishedRules().policies())
                .extracting(RoutingRules.PublishedPolicy::name)
                .containsExactly("d", "c", "a", "b");
        OPERATOR.put("routing/policies/c?position=0", picks("acme/cheap")).statusCode(400);
        OPERATOR.put("routing/policies/c?position=first", picks("acme/cheap")).statusCode(400);
    }

    @Test
    void aPolicyIsTriedAloneAndWithTheOthers() {
        OPERATOR.put(
                "routing/policies/no-dear",
                "{\"models\":[\"acme/fast\"],\"rules\":[{\"name\":\"never\"," + "\"then\":{\"deny\":\"not today\"}}]}");
        ALICE.put("routing/policies/one", ofAcme("acme/fast"));
        ALICE.post("routing/policies/one/mode", "{\"mode\":\"disabled\"}");

        ALICE.post("routing/policies/dry-run", "{\"name\":\"one\",\"facts\":{\"prompt_tokens\":99}}")
                .statusCode(200)
                .body("data.organisation", equalTo("acme"))
                .body("data.rules[0].holds", equalTo(false))
                .body("data.alone.models", contains("acme/dear"))
                .body("data.alone.steps", empty());
        ALICE.post("routing/policies/dry-run", "{\"name\":\"one\",\"facts\":{\"prompt_tokens\":100}}")
                .body("data.rules[0].holds", equalTo(true))
                .body("data.alone.models", contains("acme/fast"))
                .body("data.alone.denied", nullValue())
                .body("data.alone.steps[0].rule", equalTo("long"))
                .body("data.with_others.denied", equalTo("not today"));
    }

    @Test
    void aDraftIsTriedWithWhatIsKnown() {
        String draft = "{\"rules\":[{\"name\":\"code\",\"when\":{\"task\":[\"programming\"]},"
                + "\"then\":{\"pick\":[\"acme/dear\"],\"strategy\":\"quality\"}}]}";

        DAVE.post("routing/policies/dry-run", "{\"policy\":" + draft + ",\"models\":[\"acme/cheap\"]}")
                .statusCode(200)
                .body("data.rules[0].holds", nullValue());
        DAVE.post(
                        "routing/policies/dry-run",
                        "{\"policy\":" + draft
                                + ",\"models\":[\"acme/cheap\"],\"facts\":{\"task\":\"programming\",\"key\":\"" + HASH
                                + "\",\"headers\":{\"X-Team\":\"a\"},\"budget_left\":1.5,\"budget_left_percent\":20,"
                                + "\"now\":\"2026-01-31T23:00:00Z\",\"language\":\"en\",\"team\":\"t\",\"session\":\"s\","
                                + "\"end_user\":\"u\"}}")
                .body("data.alone.models", contains("acme/dear"))
                .body("data.alone.strategy", equalTo("quality"))
                .body("data.alone.steps[0].version", equalTo(0));
        DAVE.get("routing/policies").body("data", empty());
    }

    @Test
    void whatTheMessagesAreAboutIsFoundOut() {
        String draft = "{\"rules\":[{\"name\":\"german\",\"when\":{\"language\":[\"de\"]},"
                + "\"then\":{\"pick\":[\"acme/dear\"]}}]}";
        String messages =
                ",\"messages\":[{\"role\":\"user\",\"content\":\"Bitte schreibe mir einen kurzen Brief an meine"
                        + " Nachbarn, dass wir am Samstag ein Fest feiern und es etwas lauter werden kann.\"}]}";

        DAVE.post("routing/policies/dry-run", "{\"policy\":" + draft + ",\"models\":[\"acme/cheap\"]" + messages)
                .statusCode(200)
                .body("data.rules[0].holds", equalTo(true))
                .body("data.alone.models", contains("acme/dear"));
        DAVE.post(
                        "routing/policies/dry-run",
                        "{\"policy\":" + draft + ",\"models\":[\"acme/cheap\"],\"facts\":{\"language\":\"en\"}"
                                + messages)
                .body("data.rules[0].holds", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"one\",\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
                "{}                                                     | body",
                "{\"name\":\"one\",\"facts\":{\"now\":\"noon\"}}        | facts.now",
                "{\"name\":\"one\",\"facts\":{\"task\":\"coding\"}}      | facts.task",
                "{\"name\":\"one\",\"facts\":{\"moon\":\"full\"}}       | facts.moon",
                "{\"name\":\"one\",\"facts\":{\"key\":\"sk-1\"}}        | facts.key",
                "{\"name\":\"one\",\"facts\":{\"organisation\":\"globex\"}} | facts.organisation",
                "{\"name\":\"one\",\"models\":[]}                       | models",
                "{\"name\":\"one\",\"seed\":1.5}                        | seed",
                "[]                                                     | body"
            })
    void whatIsWrongWithATrialIsNamed(String body, String field) {
        ALICE.put("routing/policies/one", ofAcme("acme/cheap"));

        ALICE.post("routing/policies/dry-run", body).statusCode(400).body("errors[0].field", equalTo(field));
    }

    @Test
    void anOrganisationsPoliciesAreItsOwn() {
        ALICE.put("routing/policies/ours", ofAcme("acme/cheap")).statusCode(201);
        OPERATOR.put("routing/policies/everybodys", picks("acme/cheap")).statusCode(201);

        ERIN.get("routing/policies").body("data.name", contains("everybodys"));
        ERIN.get("routing/policies/ours").statusCode(404);
        ERIN.get("routing/policies/ours/versions").statusCode(404);
        ERIN.delete("routing/policies/ours").statusCode(404);
        ERIN.post("routing/policies/ours/mode", "{\"mode\":\"disabled\"}").statusCode(404);
        ERIN.post("routing/policies/dry-run", "{\"name\":\"ours\"}").statusCode(404);
        ERIN.put("routing/policies/ours", ofAcme("acme/cheap").replace("\"acme\"", "\"globex\""))
                .statusCode(409);
        ERIN.put("routing/policies/new", ofAcme("acme/cheap")).statusCode(403);
        ERIN.put("routing/policies/new", picks("acme/cheap"))
                .statusCode(403)
                .body("errors[0].field", equalTo("organisation"));
        ERIN.put("routing/policies/everybodys", ofAcme("acme/cheap").replace("\"acme\"", "\"globex\""))
                .statusCode(403);
        ERIN.delete("routing/policies/everybodys").statusCode(403);
        ERIN.get("routing/changes").body("data.name", not(hasItem("ours")));
        DAVE.get("routing/policies").body("data.name", contains("everybodys", "ours"));
        for (RulesApi reader : List.of(BOB, DAVE)) {
            reader.put("routing/policies/new", ofAcme("acme/cheap")).statusCode(403);
            reader.delete("routing/policies/ours").statusCode(403);
            reader.post("routing/policies/ours/mode", "{\"mode\":\"disabled\"}").statusCode(403);
        }
        RulesApi.ANONYMOUS.get("routing/policies").statusCode(401);
        KEY.get("routing/policies").statusCode(403);
    }

    // ---- defaults

    @Test
    void defaultsHoldForAnOrganisationAndForAKey() {
        DAVE.get("routing/defaults")
                .statusCode(200)
                .body("data.organisation", equalTo("acme"))
                .body("data.strategy", nullValue())
                .body("data.data_collection", equalTo("allow"));

        ALICE.put(
                        "routing/defaults",
                        "{\"strategy\":\"price\",\"only\":[\"acme-ai\"],\"zdr\":true,\"data_collection\":\"deny\"}")
                .statusCode(200)
                .body("data.strategy", equalTo("price"))
                .body("data.only", contains("acme-ai"));
        ALICE.put("routing/defaults/keys/" + HASH, "{\"hedge\":true}")
                .statusCode(200)
                .body("data.key", equalTo(HASH))
                .body("data.hedge", equalTo(true));

        DAVE.get("routing/defaults/keys").body("data.key", contains(HASH));
        ERIN.get("routing/defaults/keys").body("data", empty());
        ERIN.get("routing/defaults").body("data.strategy", nullValue());
        assertThat(publishedRules().defaults())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.organisation().value()).isEqualTo("acme"));
        ALICE.delete("routing/defaults").statusCode(204);
        ALICE.delete("routing/defaults/keys/" + HASH).statusCode(204);
        ALICE.delete("routing/defaults").statusCode(204);
        assertThat(publishedRules().defaults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"strategy\":\"cheapest\"}       | strategy",
                "{\"only\":[\"acme-aj\"]}          | only",
                "{\"ignore\":\"acme-ai\"}          | ignore",
                "{\"zdr\":\"yes\"}                 | zdr",
                "{\"data_collection\":\"never\"}   | data_collection",
                "{\"sort\":\"price\"}              | sort",
                "null                              | body"
            })
    void whatIsWrongWithDefaultsIsNamed(String body, String field) {
        ALICE.put("routing/defaults", body).statusCode(400).body("errors[0].field", equalTo(field));
    }

    @Test
    void defaultsAreForAdminsOfTheOrganisationThatIsMeant() {
        RulesApi ofTwo = RulesApi.person("tina", Roles.ADMIN, "acme", "globex");

        ofTwo.put("routing/defaults", "{}").statusCode(403);
        ofTwo.with("X-Organisation", "globex")
                .put("routing/defaults", "{\"hedge\":false}")
                .body("data.organisation", equalTo("globex"));
        ofTwo.with("X-Organisation", "umbrella").get("routing/defaults").statusCode(403);
        OPERATOR.with("X-Organisation", "umbrella")
                .put("routing/defaults", "{\"hedge\":true}")
                .statusCode(200);
        OPERATOR.get("routing/defaults").statusCode(403);
        BOB.put("routing/defaults", "{}").statusCode(403);
        DAVE.delete("routing/defaults").statusCode(403);
        ALICE.get("routing/defaults/keys/sk-1").statusCode(400);
        RulesApi.ANONYMOUS.get("routing/defaults").statusCode(401);
    }

    // ---- presets

    @Test
    void aChatBecomesAPresetOfWhatSaysHowToAnswer() {
        KEY.post(
                        "presets/brief/chat/completions",
                        "{\"model\":\"acme/cheap\",\"temperature\":0.1,\"stream\":true,\"user\":\"u\",\"unknown\":1,"
                                + "\"provider\":{\"sort\":\"throughput\"},\"messages\":["
                                + "{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"Hi\"}]}")
                .statusCode(200)
                .body("data.slug", equalTo("brief"))
                .body("data.status", equalTo("active"))
                .body("data.creator_user_id", equalTo("key:" + "ab".repeat(32)))
                .body("data.designated_version.version", equalTo(1))
                .body("data.designated_version.system_prompt", equalTo("Be brief."))
                .body("data.designated_version.config.keySet()", hasSize(3))
                .body("data.designated_version.config.temperature", equalTo(0.1f));

        BOB.post("presets/brief/chat/completions", "{\"model\":\"acme/fast\"}")
                .statusCode(200)
                .body("data.designated_version.version", equalTo(2))
                .body("data.designated_version.system_prompt", nullValue());
        KEY.post("presets/brief/chat/completions", "{\"model\":\"acme/fast\"}")
                .body("data.designated_version.version", equalTo(2));

        KEY.get("presets/brief/versions").body("data.version", contains(1, 2)).body("total_count", equalTo(2));
        KEY.get("presets/brief/versions?offset=1&limit=1").body("data.version", contains(2));
        KEY.get("presets/brief/versions/1").body("data.config.model", equalTo("acme/cheap"));
        KEY.get("presets/brief/versions/3").statusCode(404);
        KEY.get("presets").body("data.slug", contains("brief")).body("total_count", equalTo(1));
        assertThat(publishedRules().presets()).singleElement().satisfies(preset -> {
            assertThat(preset.version()).isEqualTo(2);
            assertThat(preset.body()).isEqualTo("{\"model\":\"acme/fast\"}");
        });
        KEY.delete("presets/brief").statusCode(204);
        KEY.delete("presets/brief").statusCode(404);
        KEY.get("presets/brief").statusCode(404).body("error.code", equalTo(404));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p   | {\"model\":\"acme/none\"}                              | model",
                "p   | {\"model\":\"acme/cheap@preset/q\"}                    | model",
                "p   | {\"models\":[\"acme/cheap\",{\"model\":\"acme/x\",\"weight\":1}]} | models[1]",
                "p   | {\"routing_strategy\":\"cheapest\"}                    | routing_strategy",
                "p   | {\"provider\":{\"sort\":\"best\"}}                     | provider.sort",
                "p   | {\"provider\":{\"odrer\":[\"a\"]}}                     | provider.odrer",
                "p   | {\"provider\":{\"max_price\":{\"prompt\":\"free\"}}}   | provider.max_price",
                "p   | {\"provider\":{\"quantizations\":[\"fp7\"]}}           | provider.quantizations",
                "p   | {\"temperature\":\"hot\"}                              | temperature",
                "p   | []                                                     | body",
                "p   | {                                                      | body",
                "P!  | {\"model\":\"acme/cheap\"}                             | slug"
            })
    void whatTheEdgeWouldRefuseIsRefusedNow(String slug, String body, String parameter) {
        KEY.post("presets/" + slug + "/chat/completions", body)
                .statusCode(400)
                .body("error.param", equalTo(parameter))
                .body("error.metadata.error_type", equalTo("invalid_request"));
        KEY.get("presets").body("total_count", equalTo(0));
    }

    @Test
    void aPresetHasNoMoreModelsThanARequestMayName() {
        String model = "\"acme/cheap\"";

        KEY.post("presets/many/chat/completions", "{\"models\":[" + model + ("," + model).repeat(15) + "]}")
                .statusCode(200);
        KEY.post("presets/more/chat/completions", "{\"models\":[" + model + ("," + model).repeat(16) + "]}")
                .statusCode(400)
                .body("error.param", equalTo("models"))
                .body("error.message", containsString("16"));
        OPERATOR.put(
                        "routing/rules",
                        "{\"presets\":[{\"organisation\":\"acme\",\"slug\":\"more\",\"config\":{\"models\":[" + model
                                + ("," + model).repeat(16) + "]}}]}")
                .statusCode(400)
                .body("errors[0].field", equalTo("presets[0].models"));
    }

    @Test
    void namesThatPoliciesDefineAndVirtualModelsArePresetsModels() {
        ALICE.put(
                "routing/policies/ours",
                "{\"organisation\":\"acme\",\"defines\":\"ours/best\","
                        + "\"rules\":[{\"name\":\"r\",\"then\":{\"pick\":[\"acme/dear\"]}}]}");

        KEY.post("presets/a/chat/completions", "{\"model\":\"ours/best\"}").statusCode(200);
        KEY.post("presets/b/chat/completions", "{\"model\":\"fairlead/auto\"}").statusCode(200);
        KEY.post("presets/c/chat/completions", "{\"models\":[\"acme/*\",\"cheap:floor\"]}")
                .statusCode(200);
        OTHER_KEY
                .post("presets/a/chat/completions", "{\"model\":\"ours/best\"}")
                .statusCode(400);
    }

    @Test
    void presetsAreAnOrganisationsOwn() {
        KEY.post("presets/ours/chat/completions", "{\"model\":\"acme/cheap\"}");

        OTHER_KEY.get("presets").body("data", empty());
        OTHER_KEY.get("presets/ours").statusCode(404);
        OTHER_KEY.get("presets/ours/versions").statusCode(404);
        OTHER_KEY.delete("presets/ours").statusCode(404);
        OTHER_KEY
                .post("presets/ours/chat/completions", "{\"model\":\"acme/fast\"}")
                .body("data.designated_version.version", equalTo(1));
        DAVE.get("presets/ours").body("data.designated_version.config.model", equalTo("acme/cheap"));
        DAVE.delete("presets/ours").statusCode(403).body("error.type", equalTo("permission_denied"));
        RulesApi.ANONYMOUS.get("presets").statusCode(401).body("error.type", equalTo("authentication"));
        DAVE.with("X-Fairlead-Organisation", "globex").get("presets").body("data.slug", contains("ours"));
    }

    @Test
    void presetsComeInPages() {
        for (int i = 0; i < 3; i++) {
            KEY.post("presets/p" + i + "/chat/completions", "{\"seed\":" + i + "}");
        }

        KEY.get("presets?limit=2").body("data", hasSize(2)).body("total_count", equalTo(3));
        KEY.get("presets?offset=2&limit=2").body("data", hasSize(1));
        KEY.get("presets?limit=0").statusCode(400).body("error.param", equalTo("limit"));
        KEY.get("presets?offset=x").statusCode(400).body("error.param", equalTo("offset"));
    }

    // ---- all at once

    @Test
    void allRulesGoOutAsAFileAndComeBackFromIt() {
        ALICE.put("routing/policies/ours", ofAcme("acme/cheap"));
        OPERATOR.put("routing/policies/b", picks("acme/cheap"));
        OPERATOR.put("routing/policies/a", picks("acme/fast"));
        ALICE.put("routing/defaults", "{\"strategy\":\"price\"}");
        ALICE.put("routing/defaults/keys/" + HASH, "{\"hedge\":true}");
        KEY.post(
                "presets/p/chat/completions",
                "{\"seed\":1,\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"}]}");
        String file = OPERATOR.get("routing/rules").statusCode(200).extract().asString();

        OPERATOR.put("routing/rules", file).statusCode(200).body("data", empty());
        OPERATOR.put("routing/rules?dry_run=true", "{\"policies\":[]}")
                .statusCode(200)
                .body("data.action", contains("deleted", "deleted", "deleted"));
        OPERATOR.put("routing/rules", "{\"policies\":[],\"presets\":[],\"defaults\":[]}")
                .body("data", hasSize(6));
        assertThat(publishedRules().policies()).isEmpty();
        OPERATOR.put("routing/rules", file).statusCode(200).body("data", not(empty()));

        assertThat(OPERATOR.get("routing/rules").extract().asString()).isEqualTo(file);
        OPERATOR.get("routing/policies").body("data.name", contains("b", "a", "ours"));
        OPERATOR.get("routing/policies/ours").body("data.version", equalTo(2));
    }

    @Test
    void aFileWithAFaultChangesNothingAndSaysWhere() {
        OPERATOR.put("routing/policies/a", picks("acme/fast"));
        String good = "{\"name\":\"good\",\"policy\":" + picks("acme/cheap") + "}";

        OPERATOR.put("routing/rules", "{\"policies\":[" + good + ",{\"name\":\"bad\",\"policy\":{\"rules\":[]}}]}")
                .statusCode(400)
                .body("errors[0].field", equalTo("policies[1].policy.rules"));
        OPERATOR.put(
                        "routing/rules",
                        "{\"policies\":[" + good + ",{\"name\":\"bad\",\"policy\":" + picks("acme/none") + "}]}")
                .statusCode(422)
                .body("errors[0].field", equalTo("bad: rules[0].then.pick[0]"));
        OPERATOR.put("routing/rules", "{\"policies\":[" + good + "," + good + "]}")
                .statusCode(400)
                .body("errors[0].field", equalTo("policies[1]"));
        OPERATOR.put("routing/rules", "{\"presets\":[{\"organisation\":\"acme\",\"slug\":\"P\",\"config\":{}}]}")
                .statusCode(400)
                .body("errors[0].field", equalTo("presets[0].slug"));
        OPERATOR.put("routing/rules", "{\"defaults\":[{\"organisation\":\"acme\",\"strategy\":\"x\"}]}")
                .statusCode(400)
                .body("errors[0].field", equalTo("defaults[0].strategy"));
        OPERATOR.get("routing/policies").body("data.name", contains("a"));
        ALICE.get("routing/rules").statusCode(403);
        ALICE.put("routing/rules", "{}").statusCode(403);
    }

    @Test
    void theTrailSaysWhoChangedWhat() {
        ALICE.put("routing/policies/ours", ofAcme("acme/cheap"));
        ALICE.post("routing/policies/ours/mode", "{\"mode\":\"shadow\"}");
        KEY.post("presets/p/chat/completions", "{\"seed\":1}");
        ALICE.delete("routing/policies/ours");

        DAVE.get("routing/changes?limit=4")
                .statusCode(200)
                .body("data.action", contains("deleted", "created", "changed", "created"))
                .body("data.by", contains("alice", "key:" + "ab".repeat(32), "alice", "alice"))
                .body("data.version", contains(null, 1, 2, 1));
        DAVE.get("routing/changes?limit=0").statusCode(400);
    }

    // ---- the rest

    @Test
    void everybodyMaySeeTheThresholds() {
        RulesApi.ANONYMOUS
                .get("routing/thresholds")
                .statusCode(200)
                .body("data.find { it.name == 'breaker.failures_in_a_row' }.value", equalTo(5));
    }

    @Test
    void whatLiesUnreadableInRedisIsNoFaultOfTheCaller() {
        ALICE.put("routing/defaults", "{\"hedge\":true}").statusCode(200);
        Response whole = requireNonNull(send(Request.cmd(Command.DUMP).arg(RulesStore.CURRENT)));
        send(Request.cmd(Command.DEL).arg(RulesStore.CURRENT));
        send(Request.cmd(Command.SET).arg(RulesStore.CURRENT).arg("of another kind"));
        try {
            ALICE.get("routing/policies").statusCode(200);
            ALICE.put("routing/defaults", "{}").statusCode(503).header("Retry-After", "2");
        } finally {
            send(Request.cmd(Command.RESTORE)
                    .arg(RulesStore.CURRENT)
                    .arg(0)
                    .arg(Buffer.buffer(whole.toBytes()))
                    .arg("REPLACE"));
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> ALICE.put("routing/defaults", "{}").statusCode(200));
    }

    @Test
    void everyRouteIsDocumentedAndEveryDocumentedOneIsThere() throws Exception {
        // Given
        Set<String> routes = new TreeSet<>();
        for (Class<?> type : classesOfRules()) {
            addRoutes(type, routes);
        }

        // When
        Set<String> documented = RoutingDocument.load().operations("/api/v1/routing/", "/api/v1/presets");

        // Then
        assertThat(routes).contains("PUT /api/v1/routing/policies/{}", "GET /api/v1/presets");
        assertThat(documented).isEqualTo(routes);
    }

    private static List<Class<?>> classesOfRules() throws IOException, ClassNotFoundException {
        ClassLoader loader = RulesServiceTest.class.getClassLoader();
        Path root = Path.of("target/classes");
        try (Stream<Path> files = Files.walk(root.resolve("dev/fairlead/router/rules"))) {
            List<Class<?>> classes = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith("Routes.class"))
                    .toList()) {
                String name = root.relativize(file).toString().replaceAll("\\.class$", "");
                classes.add(Class.forName(name.replace('/', '.'), false, loader));
            }
            return classes;
        }
    }

    private static void addRoutes(Class<?> type, Set<String> routes) {
        jakarta.ws.rs.Path base = requireNonNull(type.getAnnotation(jakarta.ws.rs.Path.class));
        for (Method method : type.getDeclaredMethods()) {
            jakarta.ws.rs.Path below = method.getAnnotation(jakarta.ws.rs.Path.class);
            String path = RoutingDocument.shape(base.value() + (below == null ? "" : below.value()));
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    routes.add(verb.value() + ' ' + path);
                }
            }
        }
    }
}
