package dev.fairlead.billing.key;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class KeyRoutesTest {

    @Inject
    Vertx vertx;

    private RedisCommands redis;

    @BeforeEach
    void connect() {
        redis = new RedisCommands(vertx, Backends.redisPort());
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    private static RequestSpecification as(String subject, String role, String organisation) {
        return given().header("Authorization", "Bearer " + Tokens.of(subject, role, organisation))
                .contentType(ContentType.JSON);
    }

    private static Response create(String subject, String role, String organisation, String body) {
        return as(subject, role, organisation).body(body).post("/api/v1/keys");
    }

    private static String createdHash(String subject, String organisation) {
        return create(subject, "admin", organisation, "{\"name\":\"a key\"}")
                .then()
                .statusCode(201)
                .extract()
                .path("data.hash");
    }

    @Test
    void aNewKeyIsShownOnceAndPublishedWithItsLevel() {
        Response created = create(
                "alice",
                "developer",
                "acme",
                "{\"name\":\"CI\",\"limit\":12.5,\"limit_reset\":\"monthly\",\"include_byok_in_limit\":true,"
                        + "\"expires_at\":\"2099-01-01T00:00:00Z\"}");

        created.then()
                .statusCode(201)
                .body("key", startsWith("sk-fl-v1-"))
                .body("data.name", equalTo("CI"))
                .body("data.limit", equalTo(12.5f))
                .body("data.limit_remaining", equalTo(12.5f))
                .body("data.limit_reset", equalTo("monthly"))
                .body("data.include_byok_in_limit", equalTo(true))
                .body("data.expires_at", equalTo("2099-01-01T00:00:00Z"))
                .body("data.disabled", equalTo(false))
                .body("data.usage", equalTo(0))
                .body("data.creator_user_id", equalTo("alice"))
                .body("data.created_at", notNullValue())
                .body("data.updated_at", nullValue());
        String key = created.path("key");
        KeyHash hash = KeyHash.of(key);
        assertThat(created.<String>path("data.hash")).isEqualTo(hash.value());
        assertThat(key).hasSize("sk-fl-v1-".length() + 64);
        assertThat(created.<String>path("data.label")).startsWith("sk-fl-v1-").contains("...");
        assertThat(redis.call(Command.GET, RedisKeys.apiKey(hash)).toString())
                .contains("\"state\":\"ACTIVE\"", "\"limit\":12500000000")
                .doesNotContain(key);
        assertThat(redis.field(RedisKeys.keyLevel(new OrganisationId("acme"), hash), "left"))
                .isEqualTo("12500000000");

        as("alice", "developer", "acme")
                .get("/api/v1/keys/" + hash)
                .then()
                .statusCode(200)
                .body("key", nullValue())
                .body("data.hash", equalTo(hash.value()));
    }

    @Test
    void aChangeKeepsWhatItDoesNotNameAndTakesAwayWhatIsNull() {
        String hash = create(
                        "alice",
                        "admin",
                        "acme",
                        "{\"name\":\"x\",\"limit\":5,\"expires_at\":\"2099-01-01T00:00:00Z\"}")
                .path("data.hash");

        as("alice", "admin", "acme")
                .body("{\"limit\":null,\"name\":\"y\"}")
                .patch("/api/v1/keys/" + hash)
                .then()
                .statusCode(200)
                .body("data.limit", nullValue())
                .body("data.limit_remaining", nullValue())
                .body("data.name", equalTo("y"))
                .body("data.expires_at", equalTo("2099-01-01T00:00:00Z"))
                .body("data.updated_at", notNullValue());
        assertThat(redis.field(RedisKeys.keyLevel(new OrganisationId("acme"), new KeyHash(hash)), "left"))
                .isEmpty();
    }

    @Test
    void aKeyBelongsToATeamAndLeavesIt() {
        // Given
        Response created = create("alice", "admin", "teams", "{\"name\":\"x\",\"team\":\"research.eu-1\"}");
        created.then().statusCode(201).body("data.team", equalTo("research.eu-1"));
        String hash = created.path("data.hash");
        String published = RedisKeys.apiKey(new KeyHash(hash));
        assertThat(redis.call(Command.GET, published).toString()).contains("\"team\":\"research.eu-1\"");

        // When a change does not speak of the team, and when it does
        as("alice", "admin", "teams")
                .body("{\"name\":\"y\"}")
                .patch("/api/v1/keys/" + hash)
                .then()
                .body("data.team", equalTo("research.eu-1"));
        as("alice", "admin", "teams")
                .body("{\"team\":null}")
                .patch("/api/v1/keys/" + hash)
                .then()
                .statusCode(200)
                .body("data.team", nullValue());

        // Then
        as("alice", "admin", "teams").get("/api/v1/keys/" + hash).then().body("data.team", nullValue());
        assertThat(redis.call(Command.GET, published).toString()).doesNotContain("research");
    }

    @Test
    void keysAreListedByTeam() {
        String mine = create("alice", "admin", "teams-2", "{\"name\":\"x\",\"team\":\"mine\"}")
                .path("data.hash");
        String other = create("alice", "admin", "teams-2", "{\"name\":\"x\",\"team\":\"other\"}")
                .path("data.hash");
        String none = createdHash("alice", "teams-2");

        as("alice", "viewer", "teams-2")
                .get("/api/v1/keys?team=mine")
                .then()
                .statusCode(200)
                .body("data.hash", equalTo(List.of(mine)));
        as("alice", "viewer", "teams-2")
                .get("/api/v1/keys")
                .then()
                .body("data.hash", containsInAnyOrder(mine, other, none));
        as("alice", "viewer", "teams-2").get("/api/v1/keys?team=nobody").then().body("data", equalTo(List.of()));
        as("alice", "viewer", "teams-2")
                .get("/api/v1/keys?team=No!")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("team"));
    }

    @ParameterizedTest
    @CsvSource({"''", "Research", "a b", "-a", "a--b", "a/b", "äöü"})
    void aTeamsNameIsASlug(String team) {
        create("alice", "admin", "acme", "{\"name\":\"x\",\"team\":\"" + team + "\"}")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("team"))
                .body("detail", startsWith("team: must be of lower-case letters"));
    }

    @Test
    void aNumberThatNobodyCanHoldIsRefused() {
        create("alice", "admin", "acme", "{\"name\":\"x\",\"limit\":1E-99999999999}")
                .then()
                .statusCode(400);
    }

    @Test
    void disablingAndDeletingArePublished() {
        String hash = createdHash("alice", "acme");
        String published = RedisKeys.apiKey(new KeyHash(hash));

        as("alice", "admin", "acme")
                .body("{\"disabled\":true}")
                .patch("/api/v1/keys/" + hash)
                .then()
                .statusCode(200);
        assertThat(redis.call(Command.GET, published).toString()).contains("DISABLED", "\"revision\":2");

        as("alice", "admin", "acme")
                .delete("/api/v1/keys/" + hash)
                .then()
                .statusCode(200)
                .body("deleted", equalTo(true));
        assertThat(redis.call(Command.GET, published).toString()).contains("DELETED", "\"revision\":3");
        as("alice", "admin", "acme").get("/api/v1/keys/" + hash).then().statusCode(404);
        as("alice", "admin", "acme").delete("/api/v1/keys/" + hash).then().statusCode(404);
        as("alice", "admin", "acme")
                .get("/api/v1/keys?include_disabled=true")
                .then()
                .body("data.hash", not(hasItem(hash)));
    }

    @Test
    void disabledKeysAreListedOnlyOnRequest() {
        String hash = createdHash("alice", "listing");
        as("alice", "admin", "listing").body("{\"disabled\":true}").patch("/api/v1/keys/" + hash);

        as("alice", "viewer", "listing")
                .get("/api/v1/keys")
                .then()
                .statusCode(200)
                .body("data.hash", not(hasItem(hash)));
        as("alice", "viewer", "listing")
                .get("/api/v1/keys?include_disabled=true")
                .then()
                .body("data.hash", hasItem(hash));
        as("alice", "viewer", "listing")
                .get("/api/v1/keys?include_disabled=true&offset=1")
                .then()
                .body("data.hash", not(hasItem(hash)));
    }

    @Test
    void developersChangeOnlyTheirOwnKeys() {
        String ofAlice = createdHash("alice", "acme");

        as("bob", "developer", "acme").get("/api/v1/keys/" + ofAlice).then().statusCode(200);
        as("bob", "developer", "acme")
                .body("{\"name\":\"mine\"}")
                .patch("/api/v1/keys/" + ofAlice)
                .then()
                .statusCode(403);
        as("bob", "developer", "acme").delete("/api/v1/keys/" + ofAlice).then().statusCode(403);
        as("alice", "developer", "acme")
                .body("{\"name\":\"mine\"}")
                .patch("/api/v1/keys/" + ofAlice)
                .then()
                .statusCode(200);
        as("carol", "admin", "acme").delete("/api/v1/keys/" + ofAlice).then().statusCode(200);
    }

    @Test
    void anotherOrganisationsKeyDoesNotExist() {
        String hash = createdHash("alice", "acme");

        for (Response answer : List.of(
                as("eve", "admin", "evil").get("/api/v1/keys/" + hash),
                as("eve", "admin", "evil").body("{\"disabled\":true}").patch("/api/v1/keys/" + hash),
                as("eve", "admin", "evil").delete("/api/v1/keys/" + hash),
                as("eve", "admin", "evil").get("/api/v1/keys/not-a-hash"))) {
            answer.then().statusCode(404).contentType("application/problem+json");
        }
        as("alice", "admin", "acme").get("/api/v1/keys/" + hash).then().body("data.disabled", equalTo(false));
    }

    @ParameterizedTest
    @CsvSource({
        "admin,     GET,    200", "admin,     POST, 201", "admin,     PATCH, 200", "admin,     DELETE, 200",
        "developer, GET,    200", "developer, POST, 201", "developer, PATCH, 200", "developer, DELETE, 200",
        "viewer,    GET,    200", "viewer,    POST, 403", "viewer,    PATCH, 403", "viewer,    DELETE, 403",
        "billing,   GET,    200", "billing,   POST, 403", "billing,   PATCH, 403", "billing,   DELETE, 403",
        "service,   GET,    403", "service,   POST, 403", "service,   PATCH, 403", "service,   DELETE, 403",
        "nobody,    GET,    403", "nobody,    POST, 403", "nobody,    PATCH, 403", "nobody,    DELETE, 403",
    })
    void everyRouteAsksForItsRole(String role, String method, int status) {
        String hash = createdHash("dora", "acme");
        RequestSpecification request = as("dora", role, "acme");

        Response answer =
                switch (method) {
                    case "POST" -> request.body("{\"name\":\"x\"}").post("/api/v1/keys");
                    case "PATCH" -> request.body("{\"name\":\"x\"}").patch("/api/v1/keys/" + hash);
                    case "DELETE" -> request.delete("/api/v1/keys/" + hash);
                    default -> request.get("/api/v1/keys/" + hash);
                };

        answer.then().statusCode(status);
        if (status == 403) {
            answer.then().contentType("application/problem+json").body("status", equalTo(403));
        }
    }

    @Test
    void withoutAValidTokenThereIsAProblemNotAnEmptyPage() {
        given().get("/api/v1/keys")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json");
        for (String token : List.of("nonsense", Tokens.expired("alice"), Tokens.ofUnknownKey("alice"))) {
            given().header("Authorization", "Bearer " + token)
                    .get("/api/v1/keys")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .body("detail", not(containsString(token)));
        }
    }

    @Test
    void theOrganisationComesFromTheTokenAndTheHeaderOnlyPicks() {
        String none = Tokens.of("alice", List.of("admin"), List.of("/staff"));
        String two = Tokens.of("alice", List.of("admin"), List.of("/organisations/one", "/organisations/two"));

        Map.of(none, "no organisation", two, "X-Organisation")
                .forEach((token, clue) -> given().header("Authorization", "Bearer " + token)
                        .get("/api/v1/keys")
                        .then()
                        .statusCode(403)
                        .body("detail", containsString(clue)));
        given().header("Authorization", "Bearer " + two)
                .header("X-Organisation", "two")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"x\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .body("data.workspace_id", equalTo("two"));
        given().header("Authorization", "Bearer " + two)
                .header("X-Organisation", "three")
                .get("/api/v1/keys")
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                         | name",
                "{\"name\":\"\"}                                            | name",
                "{\"name\":\"   \"}                                         | name",
                "{\"name\":7}                                               | name",
                "{\"name\":null}                                            | name",
                "{\"name\":\"a\\u0000b\"}                                   | name",
                "{\"name\":\"x\",\"limit\":-1}                              | limit",
                "{\"name\":\"x\",\"limit\":\"5\"}                           | limit",
                "{\"name\":\"x\",\"limit\":0.0000000001}                    | limit",
                "{\"name\":\"x\",\"limit\":1e30}                            | limit",
                "{\"name\":\"x\",\"limit\":1e-2000}                         | limit",
                "{\"name\":\"x\",\"limit_reset\":\"yearly\"}                | limit_reset",
                "{\"name\":\"x\",\"limit_reset\":1}                         | limit_reset",
                "{\"name\":\"x\",\"include_byok_in_limit\":\"yes\"}         | include_byok_in_limit",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}               | expires_at",
                "{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}   | expires_at",
                "{\"name\":\"x\",\"expires_at\":\"2099-01-01T00:00:00+02:00\"} | expires_at",
                "{\"name\":\"x\",\"expires_at\":1893456000}                 | expires_at",
                "{\"name\":\"x\",\"hash\":\"00\"}                           | hash",
                "{\"name\":\"x\",\"creator_user_id\":\"root\"}              | creator_user_id",
                "{\"name\":\"x\",\"workspace_id\":\"other\"}                | workspace_id",
                "{\"name\":\"x\",\"disabled\":false}                        | disabled",
                "{\"name\":\"x\",\"Name\":\"y\"}                            | Name",
            })
    void aBadFieldIsNamed(String body, String field) {
        create("alice", "admin", "acme", body)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(field))
                .body("detail", startsWith(field + ": "));
    }

    @Test
    void aNameOfTwoHundredCharactersIsTheLongest() {
        create("alice", "admin", "acme", "{\"name\":\"" + "ü".repeat(200) + "\"}")
                .then()
                .statusCode(201);
        create("alice", "admin", "acme", "{\"name\":\"" + "ü".repeat(201) + "\"}")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
    }

    @Test
    void whatIsNoJsonObjectIsABadRequest() {
        for (String body : List.of("", "[]", "null", "{", "{\"name\":\"a\",\"name\":\"b\"}", "\u0001", "7")) {
            create("alice", "admin", "acme", body).then().statusCode(400).contentType("application/problem+json");
        }
        as("alice", "admin", "acme")
                .get("/api/v1/keys?offset=-1")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("offset"));
        as("alice", "admin", "acme")
                .get("/api/v1/keys?include_disabled=2")
                .then()
                .statusCode(400);
    }

    @Test
    void edgesAskForAKeyByItsHashAndItIsPublishedAgain() {
        String hash = createdHash("alice", "acme");
        String published = RedisKeys.apiKey(new KeyHash(hash));
        redis.call(Command.DEL, published);
        String service = Tokens.of("edge", List.of("service"), List.of("/staff"));

        given().header("Authorization", "Bearer " + service)
                .get("/internal/keys/" + hash)
                .then()
                .statusCode(200)
                .body("hash", equalTo(hash))
                .body("organisation", equalTo("acme"))
                .body("state", equalTo("ACTIVE"))
                .body("revision", equalTo(1));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(redis.call(Command.EXISTS, published).toInteger())
                                .isEqualTo(1));
        given().header("Authorization", "Bearer " + service)
                .get("/internal/keys/" + "0".repeat(64))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        given().get("/internal/keys/" + hash).then().statusCode(401);
        as("alice", "admin", "acme").get("/internal/keys/" + hash).then().statusCode(403);
    }
}
