package dev.fairlead.billing.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.fairlead.billing.booking.UsageFeed;
import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.contracts.usage.UsageEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** What becomes of a request's route: the record of its generation, feedback on it, the results of its policy. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class PolicyResultsTest {

    private static final String FEEDBACK = "/api/v1/generation/feedback";

    @Inject
    UsageFeed feed;

    @Inject
    Sql sql;

    @Inject
    PolicyResults results;

    private String organisation;
    private String policy;
    private String secret;
    private KeyHash key;

    @BeforeEach
    void organisationWithAKey() {
        organisation = "org-" + UUID.randomUUID();
        policy = "policy-" + UUID.randomUUID();
        secret = keyOf(organisation);
        key = KeyHash.of(secret);
    }

    private static String keyOf(String organisation) {
        return as("alice", "admin", organisation)
                .body("{\"name\":\"routed\"}")
                .post("/api/v1/keys")
                .path("key");
    }

    private static RequestSpecification as(String subject, String role, String organisation) {
        return given().header("Authorization", "Bearer " + Tokens.of(subject, role, organisation))
                .contentType(ContentType.JSON);
    }

    private RequestSpecification asApplication() {
        return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
    }

    private RouteTaken route(int version, @Nullable String arm, boolean shadow) {
        return new RouteTaken("fairlead/auto", "programming", policy, version, "trial", arm, shadow);
    }

    /** Books a request that took so long. */
    private UsageEvent booked(String whose, RouteTaken route, int status, long duration) {
        UsageEvent event = Events.routed(
                Events.of(Events.newGeneration(), whose, key, 2_000_000), route, status, duration / 10, duration);
        assertThat(feed.book(List.of(event))).hasSize(1);
        return event;
    }

    private ValidatableResponse results(String query) {
        return as("alice", "viewer", organisation)
                .get("/api/v1/routing/policies/" + policy + "/results" + query)
                .then();
    }

    private Response say(RequestSpecification who, UsageEvent of, String rest) {
        return who.body("{\"generation_id\":\"" + of.generation() + "\"" + rest + "}")
                .post(FEEDBACK);
    }

    @Test
    void theRecordOfAGenerationSaysWhatDecidedItsRoute() {
        // Given
        UsageEvent routed = booked(organisation, route(3, "new", false), 200, 900);
        UsageEvent virtual =
                booked(organisation, new RouteTaken("fairlead/auto", "legal", null, 0, null, null, false), 200, 900);
        UsageEvent plain = Events.of(Events.newGeneration(), organisation, key, 5);
        feed.book(List.of(plain));

        // When, Then
        asApplication()
                .get("/api/v1/generation?id=" + routed.generation())
                .then()
                .statusCode(200)
                .body("data.router", equalTo("fairlead/auto"))
                .body(
                        "data.route",
                        equalTo(Map.of(
                                "task",
                                "programming",
                                "policy",
                                policy,
                                "policy_version",
                                3,
                                "rule",
                                "trial",
                                "arm",
                                "new",
                                "shadow",
                                false)));
        asApplication()
                .get("/api/v1/generation?id=" + virtual.generation())
                .then()
                .body("data.route.task", equalTo("legal"))
                .body("data.route.policy", nullValue())
                .body("data.route.policy_version", nullValue())
                .body("data.route.shadow", nullValue());
        asApplication()
                .get("/api/v1/generation?id=" + plain.generation())
                .then()
                .body("data.router", nullValue())
                .body("data.route", nullValue());
    }

    @Test
    void aRouteCostsARowLittle() {
        UsageEvent routed = booked(organisation, route(3, "new", false), 200, 900);
        UsageEvent plain = Events.of(Events.newGeneration(), organisation, key, 2_000_000);
        feed.book(List.of(plain));

        long with = bytes(routed);
        long without = bytes(plain);

        assertThat(without).isLessThan(600);
        assertThat(with - without).isBetween(60L, 110L);
    }

    private long bytes(UsageEvent event) {
        return sql.number(
                "SELECT pg_column_size(g.*) FROM billing.generation g WHERE id = $1",
                event.generation().value());
    }

    @Test
    void armsAreAddedUp() {
        // Given
        for (int i = 1; i <= 100; i++) {
            booked(organisation, route(2, "new", false), 200, i * 10L);
        }
        booked(organisation, route(2, "new", false), 503, 60_000);
        booked(organisation, route(2, "new", false), 429, 60_000);
        booked(organisation, route(2, "new", false), 499, 60_000);
        booked(organisation, route(2, "old", false), 200, 100);
        booked(organisation, route(1, null, true), 200, 100);

        // When
        JsonPath data = results("").statusCode(200).extract().jsonPath();

        // Then
        assertThat(data.getList("data.results.version", Integer.class)).containsExactly(2, 2, 1);
        assertThat(data.getList("data.results.arm", String.class)).containsExactly("new", "old", null);
        assertThat(data.getList("data.results.shadow", Boolean.class)).containsExactly(false, false, true);
        assertThat(data.getList("data.results.rule", String.class)).containsOnly("trial");
        data.setRootPath("data.results[0]");
        assertThat(data.getInt("requests")).isEqualTo(103);
        assertThat(data.getInt("errors")).isEqualTo(2);
        assertThat(data.getInt("cancelled")).isEqualTo(1);
        assertThat(data.getDouble("error_rate")).isCloseTo(2 / 103.0, within(1e-6));
        assertThat(data.getDouble("cost.total")).isCloseTo(0.206, within(1e-6));
        assertThat(data.getDouble("cost.mean")).isCloseTo(0.002, within(1e-6));
        assertThat(data.getInt("tokens.prompt")).isEqualTo(103 * 123);
        assertThat(data.getInt("tokens.completion")).isEqualTo(103 * 45);
        assertThat(data.getDouble("latency.p50")).isCloseTo(505, within(0.01));
        assertThat(data.getDouble("latency.p90")).isCloseTo(901, within(0.01));
        assertThat(data.getDouble("latency.p99")).isCloseTo(990.1, within(0.01));
        assertThat(data.getDouble("time_to_first_byte.p50")).isBetween(50.0, 52.0);
        assertThat(data.getInt("feedback.count")).isZero();
        assertThat(data.<Object>get("feedback.mean_score")).isNull();
    }

    @Test
    void feedbackOfApplicationsAndPeopleCountsOnceEach() {
        // Given
        UsageEvent one = booked(organisation, route(1, "new", false), 200, 100);
        UsageEvent two = booked(organisation, route(1, "new", false), 200, 100);
        booked(organisation, route(1, "old", false), 200, 100);

        // When
        say(asApplication(), one, ",\"category\":\"latency\",\"score\":0.1")
                .then()
                .statusCode(200)
                .body("data.success", equalTo(true));
        say(asApplication(), one, ",\"category\":\"other\",\"score\":0.9,\"comment\":\"Fine.\\nNow.\"")
                .then()
                .statusCode(200);
        say(as("carol", "viewer", organisation), one, ",\"category\":\"formatting\",\"score\":0.4")
                .then()
                .statusCode(200);
        say(asApplication(), two, ",\"category\":\"other\"").then().statusCode(200);

        // Then
        JsonPath data = results("").statusCode(200).extract().jsonPath();
        assertThat(data.<Map<String, Integer>>get("data.results[0].feedback.categories"))
                .isEqualTo(Map.of("other", 2, "formatting", 1));
        assertThat(data.getInt("data.results[0].feedback.count")).isEqualTo(3);
        assertThat(data.getDouble("data.results[0].feedback.mean_score")).isCloseTo(0.65, within(1e-6));
        assertThat(data.getInt("data.results[0].requests")).isEqualTo(2);
        assertThat(data.getInt("data.results[1].feedback.count")).isZero();
        assertThat(sql.number("SELECT count(*) FROM billing.generation_feedback WHERE comment = $1", "Fine.\nNow."))
                .isEqualTo(1);
    }

    @Test
    void anotherOrganisationsGenerationIsNotThere() {
        String other = "org-" + UUID.randomUUID();
        String othersKey = keyOf(other);
        UsageEvent event = booked(organisation, route(1, "new", false), 200, 100);

        say(given().header("x-api-key", othersKey).contentType(ContentType.JSON), event, ",\"category\":\"other\"")
                .then()
                .statusCode(404)
                .body("error.code", equalTo(404))
                .body("error.type", equalTo("not_found"));
        say(as("mallory", "admin", other), event, ",\"category\":\"other\"")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
        asApplication()
                .body("{\"generation_id\":\"gen-1\",\"category\":\"other\"}")
                .post(FEEDBACK)
                .then()
                .statusCode(404);
        assertThat(sql.number(
                        "SELECT count(*) FROM billing.generation_feedback WHERE generation_id = $1",
                        event.generation().value()))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | generation_id: is required",
                "{\"generation_id\":\"gen-1\"} | category: is required",
                "{\"generation_id\":1,\"category\":\"other\"} | generation_id: must be a string",
                "{\"generation_id\":\"gen-1\",\"category\":\"bad\"} | category: must be one of: latency, incoherence, ",
                "{\"generation_id\":\"gen-1\",\"category\":\"other\",\"score\":1.01} | score: must be a number from 0 to 1",
                "{\"generation_id\":\"gen-1\",\"category\":\"other\",\"score\":\"1\"} | score: must be a number from 0 to 1",
                "{\"generation_id\":\"gen-1\",\"category\":\"other\",\"mood\":1} | mood: is not a field",
                "[] | The body must be a JSON object",
            })
    void whatSaysNothingIsRefusedInTheDialectOfWhoSaysIt(String body, String message) {
        asApplication()
                .body(body)
                .post(FEEDBACK)
                .then()
                .statusCode(400)
                .body("error.type", equalTo("invalid_request"))
                .body("error.message", startsWith(message));
        as("alice", "developer", organisation)
                .body(body)
                .post(FEEDBACK)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("detail", startsWith(message));
    }

    @Test
    void aCommentHasALimit() {
        UsageEvent event = booked(organisation, route(1, "new", false), 200, 100);

        say(asApplication(), event, ",\"category\":\"other\",\"comment\":\"" + "x".repeat(1_000) + "\"")
                .then()
                .statusCode(200);
        say(asApplication(), event, ",\"category\":\"other\",\"comment\":\"" + "x".repeat(1_001) + "\"")
                .then()
                .statusCode(400)
                .body("error.message", equalTo("comment: must not be longer than 1000 characters"));
    }

    @Test
    void nobodySaysAnythingWithoutACredential() {
        String body = "{\"generation_id\":\"gen-1\",\"category\":\"other\"}";

        given().contentType(ContentType.JSON).body(body).post(FEEDBACK).then().statusCode(401);
        given().header("Authorization", "Bearer sk-fl-nobody")
                .contentType(ContentType.JSON)
                .body(body)
                .post(FEEDBACK)
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer " + Tokens.expired("alice"))
                .contentType(ContentType.JSON)
                .body(body)
                .post(FEEDBACK)
                .then()
                .statusCode(401);
        as("svc", "service", organisation).body(body).post(FEEDBACK).then().statusCode(403);
    }

    @Test
    void operatorsSeeEverybodysRequestsAndOthersTheirOrganisations() {
        String other = "org-" + UUID.randomUUID();
        keyOf(other);
        booked(organisation, route(1, "new", false), 200, 100);
        booked(other, route(1, "new", false), 200, 100);
        booked(other, route(1, "new", false), 200, 100);
        String path = "/api/v1/routing/policies/" + policy + "/results";

        results("").statusCode(200).body("data.results[0].requests", equalTo(1));
        as("bob", "admin", other).get(path).then().body("data.results[0].requests", equalTo(2));
        given().header("Authorization", "Bearer " + Tokens.of("olga", List.of("operator"), List.of("/people")))
                .get(path)
                .then()
                .statusCode(200)
                .body("data.results[0].requests", equalTo(3));
        as("eve", "admin", "org-" + UUID.randomUUID()).get(path).then().statusCode(404);
        as("svc", "service", organisation).get(path).then().statusCode(403);
        given().get(path).then().statusCode(401);
    }

    @Test
    void theTimeCanBeNarrowed() {
        booked(organisation, route(1, "new", false), 200, 100);

        as("alice", "viewer", organisation)
                .queryParam("since", "2020-01-01T00:00:00Z")
                .queryParam("until", "2021-01-01T00:00:00+01:00")
                .get("/api/v1/routing/policies/" + policy + "/results")
                .then()
                .statusCode(200)
                .body("data.results", hasSize(0))
                .body("data.since", equalTo("2020-01-01T00:00:00Z"))
                .body("data.until", equalTo("2020-12-31T23:00:00Z"));
        results("?since=2020-01-01T00:00:00Z").body("data.results", hasSize(1));
    }

    @ParameterizedTest
    @CsvSource({
        "?since=yesterday, since",
        "?until=2026-13-01T00:00:00Z, until",
        "?since=+999999999-01-01T00:00:00Z, since",
        "?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z, since"
    })
    void timesThatMakeNoSenseAreRefused(String query, String field) {
        results(query).statusCode(400).body("errors[0].field", equalTo(field));
    }

    @Test
    void aPolicyThatNeverDidAnythingIsNotFound() {
        results("").statusCode(404).body("detail", containsString("No request was ever decided"));
    }

    @Test
    void nothingCanBeWrittenWhileResultsAreRead() {
        assertThat(catchThrowable(() -> RedisCommands.await(results.reading(connection -> connection
                        .query("DELETE FROM billing.generation_feedback")
                        .execute()))))
                .rootCause()
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.getSqlState()).isEqualTo("25006"));
    }

    @Test
    void whatTakesTooLongIsRefusedWithAdvice() {
        Throwable thrown = catchThrowable(() -> RedisCommands.await(results.reading(
                connection -> connection.query("SELECT pg_sleep(60)").execute())));

        assertThat(thrown)
                .hasRootCauseMessage("There are too many requests between since and until; ask for a shorter time.");
    }

    @Test
    void policiesAreFoundByTheirIndex() {
        List<String> plan = new ArrayList<>();
        RedisCommands.await(results.reading(connection -> connection
                        .query("SET LOCAL enable_seqscan = off")
                        .execute()
                        .compose(set -> connection
                                .preparedQuery("EXPLAIN SELECT count(*) FROM billing.generation g"
                                        + " WHERE g.policy = $1 AND g.started_at >= now() - interval '1 day'")
                                .execute(Tuple.of(policy)))))
                .forEach(row -> plan.add(row.getString(0)));

        assertThat(String.join("\n", plan)).contains("generation_of_policy");
    }
}
