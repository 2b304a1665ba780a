package dev.fairlead.billing.database;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class OutageTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Inject
    Sql sql;

    @AfterEach
    void restore() {
        Backends.postgresRelay().restore();
        Backends.redisRelay().restore();
        Backends.keycloakRelay().restore();
    }

    @Test
    void withoutPostgresRequestsAreToldToComeBackAndSoon() {
        String admin = "Bearer " + Tokens.of("alice", "admin", "acme");
        String service = "Bearer " + Tokens.of("edge", List.of("service"), List.of("/staff"));
        given().header("Authorization", admin).get("/api/v1/keys").then().statusCode(200);

        Backends.postgresRelay().cut();
        long begin = System.nanoTime();
        given().header("Authorization", admin)
                .get("/api/v1/keys")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json");
        given().header("Authorization", admin)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"x\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(503);
        given().header("Authorization", admin)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "outage")
                .body("{\"amount\":1}")
                .post("/api/v1/credits/grants")
                .then()
                .statusCode(503);
        given().header("Authorization", service)
                .get("/internal/keys/" + "0".repeat(64))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue());
        given().header("Authorization", "Bearer " + Backends.BOOTSTRAP_KEY)
                .get("/api/v1/key")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error.code", equalTo(503));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));

        Backends.postgresRelay().restore();
        await().atMost(SOON)
                .untilAsserted(() -> given().header("Authorization", admin)
                        .get("/api/v1/keys")
                        .then()
                        .statusCode(200));
    }

    @Test
    void whatIsSettledWhilePostgresIsAwayIsBookedWhenItIsBack() {
        String organisation = "org-" + UUID.randomUUID();
        sql.organisation(organisation);
        String stream = RedisKeys.usageStream(RedisKeys.partition(new OrganisationId(organisation)));
        try (RedisCommands redis = new RedisCommands(vertx, Backends.redisPort())) {
            Backends.postgresRelay().cut();
            for (int i = 1; i <= 50; i++) {
                String event =
                        Events.json(Events.of(Events.newGeneration(), organisation, KeyHash.of("outage"), 1_000));
                redis.call(Command.XADD, stream, "*", "e", event, "t", "", "c", "1");
            }
            // Read by the booking loop, and kept.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(redis.call(Command.XPENDING, stream, RedisKeys.BILLING_GROUP)
                                    .get(0)
                                    .toLong())
                            .isPositive());
            assertThat(redis.call(Command.XLEN, stream).toLong()).isEqualTo(50);

            Backends.postgresRelay().restore();

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(redis.call(Command.XLEN, stream).toLong())
                                    .isZero());
        }
        assertThat(sql.used(organisation)).isEqualTo(50_000);
        assertThat(sql.ledgerFaults()).isZero();
    }

    @Test
    void bookingGoesOnAfterRedisWasAway() {
        String organisation = "org-" + UUID.randomUUID();
        sql.organisation(organisation);
        String stream = RedisKeys.usageStream(RedisKeys.partition(new OrganisationId(organisation)));
        try (RedisCommands redis = new RedisCommands(vertx, Backends.redisPort())) {
            for (int round = 0; round < 3; round++) {
                for (int i = 1; i <= 100; i++) {
                    String event =
                            Events.json(Events.of(Events.newGeneration(), organisation, KeyHash.of("outage"), 1_000));
                    redis.call(Command.XADD, stream, "*", "e", event, "t", "", "c", "1");
                    if (i == 50) {
                        Backends.redisRelay().cut();
                        Backends.redisRelay().restore();
                    }
                }
            }

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(redis.call(Command.XLEN, stream).toLong())
                                    .isZero());
        }
        assertThat(sql.used(organisation)).isEqualTo(300_000);
        assertThat(sql.ledgerFaults()).isZero();
    }

    @Test
    void withoutKeycloakKnownKeysStillServeAndUnknownOnesAreToldToComeBack() {
        String known = Tokens.of("alice", "admin", "acme");
        given().header("Authorization", "Bearer " + known)
                .get("/api/v1/keys")
                .then()
                .statusCode(200);

        Backends.keycloakRelay().cut();

        given().header("Authorization", "Bearer " + known)
                .get("/api/v1/keys")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + Tokens.ofUnknownKey("alice"))
                .get("/api/v1/keys")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json");
    }
}
