package dev.fairlead.router.publication;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.redis.Lease;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotReader;
import dev.fairlead.router.RealKeycloak;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

@QuarkusTest
@QuarkusTestResource(RealRedis.class)
@QuarkusTestResource(RealKeycloak.class)
class RouterServiceTest {

    @Inject
    Redis redis;

    @Inject
    Vertx vertx;

    @BeforeEach
    void waitForTheTable() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> given().get("/internal/routing-table").then().statusCode(200));
    }

    @Test
    void restartForgetsNoOpenBreaker() {
        await().untilAsserted(() -> assertThat(healthOf(RealRedis.BROKEN_BEFORE))
                .hasValueSatisfying(health -> {
                    assertThat(health.breaker()).isEqualTo(BreakerState.OPEN);
                    assertThat(requireNonNull(health.retryAt()))
                            .isAfter(Instant.now().plusSeconds(500));
                }));
    }

    @Test
    void openedBreakerIsInEveryReadersTableWithinASecond() {
        List<RoutingTable> received = new ArrayList<>();
        SnapshotReader<RoutingTable> reader = new SnapshotReader<>(
                vertx, redis, RedisKeys.ROUTING_TABLE, SnapshotCodec.json(RoutingTable.class), null, received::add);
        reader.start(Duration.ofSeconds(30));
        await().until(() -> reader.current() != null);

        for (int i = 0; i < 5; i++) {
            report(outcome("acme/opens", OutcomeKind.PROVIDER_ERROR, -1, 20, 0));
        }

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(requireNonNull(reader.current()).endpoints())
                        .filteredOn(health -> health.endpoint().equals("acme/opens"))
                        .extracting(EndpointHealth::breaker)
                        .containsExactly(BreakerState.OPEN));
        assertThat(received).extracting(RoutingTable::version).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void providerThatAskedToBeLeftAloneIsInTheTableWithinASecondUntilThen() {
        long endedMillis = System.currentTimeMillis();
        report(new Outcome("acme/asks", OutcomeKind.RATE_LIMITED, 429, endedMillis, -1, 20, 0, 0, 3_000, false, false));

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(healthOf("acme/asks")).hasValueSatisfying(health -> {
                    assertThat(health.breaker()).isEqualTo(BreakerState.OPEN);
                    assertThat(health.retryAt()).isEqualTo(Instant.ofEpochMilli(endedMillis + 3_000));
                }));
        await().atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(healthOf("acme/asks"))
                        .hasValueSatisfying(
                                health -> assertThat(health.breaker()).isEqualTo(BreakerState.CLOSED)));
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(endedMillis + 3_000);
    }

    @Test
    void outcomesOfOneEntryBecomeStatistics() {
        Outcome good = outcome("acme/meta-llama/Llama-3.3", OutcomeKind.SUCCESS, 100, 1_100, 51);

        report(good, good, outcome(good.endpoint(), OutcomeKind.CLIENT_GONE, -1, 5, 0));

        await().untilAsserted(() -> given().get("/internal/endpoints/acme/meta-llama/Llama-3.3/statistics")
                .then()
                .statusCode(200)
                .body("breaker", equalTo("CLOSED"))
                .body("last_5_minutes.attempts", equalTo(2))
                .body("last_30_seconds.succeeded", equalTo(2))
                .body("last_30_minutes.rate_limited", equalTo(0))
                .body("last_day.tool_success_rate", equalTo(1f))
                .body("last_day.time_to_first_token_ms.p99", allOf(greaterThan(95f), lessThan(105f)))
                .body("tokens_last_week", equalTo(51 + 51 + 3 * 7)));
        float p50 = given().get("/internal/endpoints/acme/meta-llama/Llama-3.3/statistics")
                .jsonPath()
                .getFloat("last_5_minutes.tokens_per_second.p50");
        assertThat(p50).isBetween(47f, 53f);
    }

    @Test
    void unreadableEntriesAreSkipped() {
        send(Request.cmd(Command.XADD)
                .arg(RedisKeys.OUTCOMES)
                .arg("*")
                .arg(RedisKeys.OUTCOMES_FIELD)
                .arg("nonsense"));
        send(Request.cmd(Command.XADD)
                .arg(RedisKeys.OUTCOMES)
                .arg("*")
                .arg("other")
                .arg("[]"));

        report(outcome("acme/after-nonsense", OutcomeKind.SUCCESS, 10, 20, 3));

        await().untilAsserted(() -> assertThat(healthOf("acme/after-nonsense")).isPresent());
    }

    @Test
    void tableThatRedisLostIsPublishedAgain() {
        await().untilAsserted(() -> assertThat(versionInRedis()).isPositive());
        long before = versionInRedis();

        send(Request.cmd(Command.DEL).arg(RedisKeys.ROUTING_TABLE));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(versionInRedis()).isGreaterThan(before));
    }

    @Test
    void onlyTheHolderOfTheLeaseMayPublish() {
        Lease other = new Lease(redis, TableKeeper.PUBLISHER, Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(versionInRedis()).isPositive());

        boolean taken = requireNonNull(answer(other.hold()));

        assertThat(taken).isFalse();
    }

    @Test
    void lapsedLeaseGoesToWhoeverAsksFirstAndAReleasedOneAtOnce() {
        Lease first = new Lease(redis, TableKeeper.PUBLISHER, Duration.ofMinutes(1));
        Lease second = new Lease(redis, TableKeeper.PUBLISHER, Duration.ofMinutes(1));
        await().untilAsserted(() -> {
            send(Request.cmd(Command.DEL).arg(TableKeeper.PUBLISHER));
            assertThat(answer(first.hold())).isTrue();
        });

        assertThat(answer(second.hold())).isFalse();
        answer(first.release());
        assertThat(answer(second.hold())).isTrue();
        answer(second.release());
    }

    @Test
    void endpointThatWasNotUsedHasNoStatistics() {
        given().get("/internal/endpoints/acme/unused/statistics")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private Optional<EndpointHealth> healthOf(String endpoint) throws IOException {
        return FairleadJson.mapper()
                .readValue(given().get("/internal/routing-table").asByteArray(), RoutingTable.class)
                .endpoints()
                .stream()
                .filter(health -> health.endpoint().equals(endpoint))
                .findFirst();
    }

    private static Outcome outcome(
            String endpoint, OutcomeKind kind, long firstTokenMillis, long durationMillis, long tokens) {
        return new Outcome(endpoint, kind, 0, 0, firstTokenMillis, durationMillis, 7, tokens, -1, true, true);
    }

    private void report(Outcome... outcomes) {
        try {
            send(Request.cmd(Command.XADD)
                    .arg(RedisKeys.OUTCOMES)
                    .arg("*")
                    .arg(RedisKeys.OUTCOMES_FIELD)
                    .arg(FairleadJson.mapper().writeValueAsString(outcomes)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private long versionInRedis() {
        Response version =
                send(Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_TABLE).arg(RedisKeys.SNAPSHOT_VERSION));
        return version == null ? 0 : version.toLong();
    }

    private @Nullable Response send(Request request) {
        return answer(redis.send(request));
    }

    private static <T> @Nullable T answer(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
