package dev.fairlead.billing.spending;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.fairlead.billing.booking.UsageFeed;
import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.redis.RedisKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class PublicationTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Inject
    Vertx vertx;

    @Inject
    Sql sql;

    @Inject
    UsageFeed feed;

    private RedisCommands redis;
    private String organisation;
    private OrganisationId id;

    @BeforeEach
    void connect() {
        redis = new RedisCommands(vertx, Backends.redisPort());
        organisation = "org-" + UUID.randomUUID();
        id = new OrganisationId(organisation);
    }

    @AfterEach
    void disconnect() {
        Backends.redisRelay().restore();
        redis.close();
    }

    private RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + Tokens.of("alice", "admin", organisation))
                .contentType(ContentType.JSON);
    }

    private KeyHash createKey(String body) {
        return new KeyHash(admin().body(body).post("/api/v1/keys").path("data.hash"));
    }

    private void grant(String amount) {
        admin().header("Idempotency-Key", UUID.randomUUID())
                .body("{\"amount\":" + amount + "}")
                .post("/api/v1/credits/grants")
                .then()
                .statusCode(201);
    }

    @Test
    void whatTheConfigurationNamesIsThereFromTheStart() {
        given().header("Authorization", "Bearer " + Backends.BOOTSTRAP_KEY)
                .get("/api/v1/key")
                .then()
                .statusCode(200)
                .body("data.label", startsWith("sk-fl-"));
        String token = Tokens.of("alice", "admin", "first");
        assertThat(given().header("Authorization", "Bearer " + token)
                        .get("/api/v1/credits")
                        .asString())
                .contains("\"total_credits\":25.5");
        assertThat(sql.number("SELECT count(*) FROM billing.organisation WHERE name = 'First organisation'"))
                .isEqualTo(1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                redis.call(Command.EXISTS, RedisKeys.apiKey(KeyHash.of(Backends.BOOTSTRAP_KEY)))
                                        .toInteger())
                        .isEqualTo(1));
    }

    @Test
    void everythingReturnsAfterRedisHasLostIt() {
        grant("10");
        KeyHash key = createKey("{\"name\":\"x\",\"limit\":5,\"limit_reset\":\"monthly\"}");
        feed.book(List.of(Events.of(Events.newGeneration(), organisation, key, 2_000_000_000L)));

        redis.call(Command.FUNCTION, "FLUSH");
        redis.call(Command.FLUSHALL);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(redis.call(Command.FUNCTION, "LIST").toString()).contains(AdmissionFunctions.LIBRARY);
            assertThat(redis.call(Command.EXISTS, RedisKeys.apiKey(key)).toInteger())
                    .isEqualTo(1);
            assertThat(redis.field(RedisKeys.organisationLevel(id), "left")).isEqualTo("8000000000");
            assertThat(redis.field(RedisKeys.keyLevel(id, key), "left")).isEqualTo("3000000000");
            assertThat(redis.field(RedisKeys.keyLevel(id, key), "win"))
                    .isEqualTo(LimitReset.MONTHLY.windowAt(Instant.now()));
        });
    }

    @Test
    void aWantedLevelIsPublishedAtOnce() {
        grant("10");
        KeyHash key = createKey("{\"name\":\"x\"}");
        String ofOrganisation = RedisKeys.organisationLevel(id);
        String ofKey = RedisKeys.keyLevel(id, key);
        redis.call(Command.DEL, ofOrganisation, ofKey);

        for (String wanted : List.of(ofOrganisation, ofKey, "nonsense", "fairlead:{1}:level:org:-")) {
            redis.call(Command.PUBLISH, RedisKeys.LEVEL_WANTED, wanted);
        }

        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
            assertThat(redis.field(ofOrganisation, "left")).isEqualTo("10000000000");
            assertThat(redis.field(ofKey, "rev")).isEqualTo("1");
        });
    }

    @Test
    void aChangeThatCouldNotBePublishedIsPublishedLater() {
        KeyHash key = createKey("{\"name\":\"x\"}");

        Backends.redisRelay().cut();
        admin().body("{\"disabled\":true}")
                .patch("/api/v1/keys/" + key)
                .then()
                .statusCode(200)
                .body("data.disabled", equalTo(true));
        assertThat(redis.call(Command.GET, RedisKeys.apiKey(key)).toString()).contains("ACTIVE");
        Backends.redisRelay().restore();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                redis.call(Command.GET, RedisKeys.apiKey(key)).toString())
                        .contains("DISABLED"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(sql.number(
                                "SELECT revision - published_revision FROM billing.api_key WHERE hash = $1",
                                key.value()))
                        .isZero());
    }

    @Test
    void aCountThatDiffersFromTheLedgerIsSetRight() {
        grant("10");
        KeyHash key = createKey("{\"name\":\"x\",\"limit\":5}");
        // Booked, and its instance died before it was counted.
        feed.book(List.of(Events.of(Events.newGeneration(), organisation, key, 1_500_000_000L)));
        assertThat(redis.field(RedisKeys.organisationLevel(id), "left")).isEqualTo("10000000000");

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(redis.field(RedisKeys.organisationLevel(id), "left")).isEqualTo("8500000000");
            assertThat(redis.field(RedisKeys.organisationLevel(id), "used")).isEqualTo("1500000000");
            assertThat(redis.field(RedisKeys.keyLevel(id, key), "left")).isEqualTo("3500000000");
        });
    }

    @Test
    void aLimitThatNowStartsAnewCountsItsOwnWindow() {
        KeyHash key = createKey("{\"name\":\"x\",\"limit\":5}");
        feed.book(List.of(Events.of(Events.newGeneration(), organisation, key, 1_000_000_000L)));

        admin().body("{\"limit_reset\":\"daily\"}")
                .patch("/api/v1/keys/" + key)
                .then()
                .statusCode(200);

        String level = RedisKeys.keyLevel(id, key);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(redis.field(level, "win")).isEqualTo(LimitReset.DAILY.windowAt(Instant.now()));
            assertThat(redis.field(level, "used")).isEqualTo("1000000000");
            assertThat(redis.field(level, "left")).isEqualTo("4000000000");
        });
    }

    @Test
    void lapsedReservationsAreGivenBackWithoutAnybodyAsking() {
        grant("10");
        String level = RedisKeys.organisationLevel(id);
        String leases = RedisKeys.leases(RedisKeys.partition(id));

        redis.call(Command.FCALL, AdmissionFunctions.ADMIT, 2, leases, level, "gen-1", "7000000000", "100", "");
        assertThat(redis.field(level, "left")).isEqualTo("3000000000");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(redis.field(level, "left")).isEqualTo("10000000000"));
        assertThat(redis.field(level, "reserved")).isEqualTo("0");
    }
}
