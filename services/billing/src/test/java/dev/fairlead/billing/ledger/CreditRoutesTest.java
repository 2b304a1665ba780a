package dev.fairlead.billing.ledger;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class CreditRoutesTest {

    @Inject
    Vertx vertx;

    @Inject
    Sql sql;

    private static RequestSpecification as(String role, String organisation) {
        return given().header("Authorization", "Bearer " + Tokens.of("alice", role, organisation))
                .contentType(ContentType.JSON);
    }

    private static Response grant(String organisation, String idempotencyKey, String body) {
        return as("admin", organisation)
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .post("/api/v1/credits/grants");
    }

    @Test
    void aGrantRaisesTheCreditsAndTheLevel() {
        grant("granted", "one", "{\"amount\":10.000000001,\"note\":\"invoice 7\"}")
                .then()
                .statusCode(201)
                .body("data.organisation", equalTo("granted"))
                .body("data.note", equalTo("invoice 7"));
        grant("granted", "two", "{\"amount\":5}").then().statusCode(201);

        String credits = as("viewer", "granted").get("/api/v1/credits").asString();

        assertThat(credits).isEqualTo("{\"data\":{\"total_credits\":15.000000001,\"total_usage\":0}}");
        try (RedisCommands redis = new RedisCommands(vertx, Backends.redisPort())) {
            assertThat(redis.field(RedisKeys.organisationLevel(new OrganisationId("granted")), "left"))
                    .isEqualTo("15000000001");
        }
        assertThat(sql.ledgerFaults()).isZero();
    }

    @Test
    void aRepeatedGrantIsTheSameGrant() {
        String first = grant("repeated", "again", "{\"amount\":3,\"note\":\"x\"}")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        String second = grant("repeated", "again", "{\"amount\":3.0,\"note\":\"x\"}")
                .then()
                .statusCode(201)
                .extract()
                .asString();

        assertThat(second).isEqualTo(first);
        as("admin", "repeated").get("/api/v1/credits").then().body("data.total_credits", equalTo(3));
        for (String other : new String[] {"{\"amount\":4,\"note\":\"x\"}", "{\"amount\":3}"}) {
            grant("repeated", "again", other).then().statusCode(409).contentType("application/problem+json");
        }
        // Another organisation's key is another key.
        grant("repeated-too", "again", "{\"amount\":4}").then().statusCode(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                | amount",
                "{\"amount\":null}                 | amount",
                "{\"amount\":0}                    | amount",
                "{\"amount\":-1}                   | amount",
                "{\"amount\":\"5\"}                | amount",
                "{\"amount\":0.0000000001}         | amount",
                "{\"amount\":1e12}                 | amount",
                "{\"amount\":1,\"note\":5}         | note",
                "{\"amount\":1,\"kind\":\"usage\"} | kind",
            })
    void aBadFieldIsNamed(String body, String field) {
        grant("strict", UUID.randomUUID().toString(), body)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void aGrantNeedsAnIdempotencyKey() {
        as("admin", "strict")
                .body("{\"amount\":1}")
                .post("/api/v1/credits/grants")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Idempotency-Key"));
        grant("strict", "x".repeat(201), "{\"amount\":1}").then().statusCode(400);
    }

    @Test
    void everyRouteAsksForItsRole() {
        Map<String, Integer> reading =
                Map.of("admin", 200, "billing", 200, "viewer", 200, "developer", 403, "service", 403);

        reading.forEach((role, status) ->
                as(role, "roles").get("/api/v1/credits").then().statusCode(status));
        for (String role : new String[] {"billing", "viewer", "developer", "service"}) {
            as(role, "roles")
                    .header("Idempotency-Key", "x")
                    .body("{\"amount\":1}")
                    .post("/api/v1/credits/grants")
                    .then()
                    .statusCode(403);
        }
        given().get("/api/v1/credits").then().statusCode(401);
    }
}
