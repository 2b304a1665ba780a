package dev.fairlead.router.publication;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.router.health.HealthBook;
import dev.fairlead.router.outcomes.StreamPosition;
import dev.fairlead.router.state.StateStore;
import dev.fairlead.router.state.StateWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.embedded.RedisServer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Routers that go away and come back, with a real Redis and a clock that the test sets. */
class RestartTest {

    private static final Instant START = Instant.parse("2027-01-15T08:00:00Z");

    private static Vertx vertx = Vertx.vertx();
    private static @Nullable RedisServer server;
    private static @Nullable Redis client;

    private final MovingClock clock = new MovingClock();
    private int sequence;

    /** A router without its thread: the test takes its turns. */
    private final class Router {
        private final HealthBook book = new HealthBook();
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final TableKeeper keeper;

        Router(Duration saveEvery) {
            keeper = new TableKeeper(
                    new Settings(saveEvery), clock, redis(), book, new CurrentTable(), new RouterMetrics(registry));
        }

        Router turn() {
            keeper.turn();
            return this;
        }

        void stop() {
            try {
                keeper.handOver();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        List<EndpointHealth> health() {
            return book.health(clock.millis());
        }

        double saves() {
            return registry.get("fairlead.router.states.saved").counter().count();
        }
    }

    private record Settings(Duration saveEvery) implements RouterConfig {
        @Override
        public Duration readEvery() {
            return Duration.ofMillis(50);
        }

        @Override
        public Duration publishAtMostEvery() {
            return Duration.ofMillis(200);
        }

        @Override
        public Duration publishFiguresEvery() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration leaseTime() {
            return Duration.ofSeconds(3);
        }
    }

    private static final class MovingClock extends Clock {
        private Instant now = START;

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeAll
    static void startRedis() throws IOException {
        int port = RealRedis.freePort();
        server = RealRedis.startAt(port);
        client = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterAll
    static void stopRedis() throws IOException {
        requireNonNull(server).stop();
        await(vertx.close());
    }

    @BeforeEach
    void emptyRedis() {
        send(Request.cmd(Command.FLUSHALL));
    }

    @Test
    void routerThatWasStoppedGoesOnWhereItWas() {
        Router before = new Router(Duration.ofHours(1));
        report(20, OutcomeKind.SUCCESS);
        report(5, OutcomeKind.PROVIDER_ERROR);
        before.turn().stop();
        forgetTheStream();

        Router after = new Router(Duration.ofHours(1)).turn();

        assertThat(after.health()).isEqualTo(before.health());
        assertThat(single(after).breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(requireNonNull(single(after).retryAt()))
                .isEqualTo(clock.instant().plusSeconds(5));
        report(3, OutcomeKind.SUCCESS);
        assertThat(attempts(after.turn())).isEqualTo(28);
    }

    @Test
    void routerThatWasStoppedStillLeavesAProviderAloneThatHadAskedForIt() {
        Router before = new Router(Duration.ofHours(1));
        report(20, OutcomeKind.SUCCESS);
        report(1, OutcomeKind.RATE_LIMITED, 60_000);
        before.turn().stop();
        Instant until = clock.instant().plusSeconds(60);
        forgetTheStream();

        Router after = new Router(Duration.ofHours(1)).turn();

        assertThat(single(after).breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(single(after).retryAt()).isEqualTo(until);
        clock.advance(Duration.ofMillis(59_999));
        assertThat(single(after.turn()).breaker()).isEqualTo(BreakerState.OPEN);
        clock.advance(Duration.ofMillis(1));
        assertThat(single(after.turn()).breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void routerThatWasStoppedRemembersHowOftenABreakerHasOpened() {
        Router before = new Router(Duration.ofHours(1));
        report(5, OutcomeKind.PROVIDER_ERROR);
        before.turn();
        clock.advance(Duration.ofSeconds(7));
        report(1, OutcomeKind.TIMEOUT);
        before.turn().stop();
        forgetTheStream();

        Router after = new Router(Duration.ofHours(1)).turn();

        assertThat(single(after).retryAt()).isEqualTo(clock.instant().plusSeconds(10));
    }

    @Test
    void routerThatWasKilledBeforeItSavedReadsWhatTheStreamStillHas() {
        report(7, OutcomeKind.SUCCESS);
        Router before = new Router(Duration.ofHours(1)).turn();

        Router after = new Router(Duration.ofHours(1)).turn();

        assertThat(before.saves()).isZero();
        assertThat(after.health()).isEqualTo(before.health());
        assertThat(attempts(after)).isEqualTo(7);
    }

    @Test
    void outcomesFromBeforeAndAfterTheLastSaveCountOnce() {
        Router before = new Router(Duration.ofSeconds(5)).turn();
        report(7, OutcomeKind.SUCCESS);
        clock.advance(Duration.ofSeconds(6));
        before.turn();
        report(4, OutcomeKind.SUCCESS);
        before.turn();

        Router after = new Router(Duration.ofSeconds(5)).turn();

        assertThat(before.saves()).isEqualTo(1);
        assertThat(attempts(after)).isEqualTo(11);
        assertThat(after.health()).isEqualTo(before.health());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whereverRoutersAreKilledEveryOutcomeCountsExactlyOnce(long seed) {
        Random random = new Random(seed);
        Router router = new Router(Duration.ofSeconds(5));
        long reported = 0;
        for (int i = 0; i < 200; i++) {
            int more = random.nextInt(5);
            report(more, OutcomeKind.SUCCESS);
            reported += more;
            clock.advance(Duration.ofMillis(random.nextInt(3_000)));
            switch (random.nextInt(6)) {
                case 0 -> {
                    letTheLeaseLapse();
                    router = new Router(Duration.ofSeconds(5));
                }
                case 1 -> {
                    router.stop();
                    router = new Router(Duration.ofSeconds(5));
                }
                default -> router.turn();
            }
        }

        assertThat(attempts(router.turn())).isEqualTo(reported).isPositive();
    }

    @Test
    void idleRouterSavesNothing() {
        Router router = new Router(Duration.ofSeconds(5));
        report(1, OutcomeKind.SUCCESS);
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(6));
            router.turn();
        }

        assertThat(router.saves()).isEqualTo(1);
    }

    @Test
    void onlyWhoHoldsTheLeaseSaves() {
        report(2, OutcomeKind.SUCCESS);
        Router holder = new Router(Duration.ofSeconds(5)).turn();
        Router other = new Router(Duration.ofSeconds(5)).turn();
        report(2, OutcomeKind.SUCCESS);
        clock.advance(Duration.ofSeconds(6));

        other.turn().stop();
        holder.turn();

        assertThat(other.saves()).isZero();
        assertThat(holder.saves()).isEqualTo(1);
        assertThat(other.health()).isEqualTo(holder.health());
    }

    @Test
    void stateOfAnUnknownFormatIsIgnored() {
        Router before = new Router(Duration.ofHours(1));
        report(3, OutcomeKind.SUCCESS);
        before.turn().stop();
        send(Request.cmd(Command.HSET).arg(StateStore.KEY).arg("format").arg("from the future"));

        assertThat(attempts(new Router(Duration.ofHours(1)).turn())).isEqualTo(3);
    }

    @Test
    void damagedStateIsIgnored() {
        Router before = new Router(Duration.ofHours(1));
        report(3, OutcomeKind.SUCCESS);
        before.turn().stop();
        send(Request.cmd(Command.HSET).arg(StateStore.KEY).arg("body").arg("nonsense"));

        assertThat(attempts(new Router(Duration.ofHours(1)).turn())).isEqualTo(3);
    }

    @Test
    void laterStateIsNotReplacedByAnEarlierOne() {
        StateStore store = new StateStore(redis());
        byte[] packed = StateStore.pack(new StateWriter().number(0));

        assertThat(await(store.save(new StreamPosition(20, 5), packed))).isTrue();
        assertThat(await(store.save(new StreamPosition(20, 4), packed))).isFalse();
        assertThat(await(store.save(new StreamPosition(3, 100), packed))).isFalse();
        assertThat(await(store.save(new StreamPosition(20, 5), packed))).isTrue();
        assertThat(await(store.save(new StreamPosition(100, 0), packed))).isTrue();
    }

    @Test
    void streamKeepsNoMoreThanTheMinuteBeforeTheLastSave() {
        Router router = new Router(Duration.ofSeconds(5)).turn();
        for (int i = 0; i < 3_000; i++) {
            report(1, OutcomeKind.SUCCESS);
            clock.advance(Duration.ofMillis(100));
        }
        router.turn();

        long left = requireNonNull(send(Request.cmd(Command.XLEN).arg(RedisKeys.OUTCOMES)))
                .toLong();

        // Ten a second for a minute, and up to a node of a hundred that Redis does not take apart.
        assertThat(left).isBetween(600L, 700L);
        assertThat(attempts(new Router(Duration.ofSeconds(5)).turn())).isEqualTo(3_000);
    }

    @Test
    void replicaThatMissedWhatWasTrimmedTakesOverWhatTheOtherOneSaved() {
        Router holder = new Router(Duration.ofSeconds(5));
        Router other = new Router(Duration.ofSeconds(5));
        report(2, OutcomeKind.SUCCESS);
        holder.turn();
        other.turn();
        report(5, OutcomeKind.SUCCESS);
        clock.advance(Duration.ofSeconds(6));
        holder.turn();
        forgetTheStream();
        // A stream of the wrong type fails every turn, as a Redis that is away does.
        send(Request.cmd(Command.SET).arg(RedisKeys.OUTCOMES).arg("away"));
        other.turn();
        forgetTheStream();

        other.turn();

        assertThat(other.health()).isEqualTo(holder.health());
        assertThat(attempts(other)).isEqualTo(7);
    }

    private static EndpointHealth single(Router router) {
        assertThat(router.health()).hasSize(1);
        return router.health().getFirst();
    }

    private static long attempts(Router router) {
        return requireNonNull(single(router).over(StatisticsWindow.DAY_1)).attempts();
    }

    /** As many outcomes of one kind, each in an entry of its own, at the clock's time. */
    private void report(int times, OutcomeKind kind) {
        report(times, kind, -1);
    }

    private void report(int times, OutcomeKind kind, long retryAfterMillis) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(
                new Outcome("acme/m", kind, 0, 0, 10 + sequence % 90, 1_000, 5, 50, retryAfterMillis, false, false));
        for (int i = 0; i < times; i++) {
            sequence++;
            try {
                send(Request.cmd(Command.XADD)
                        .arg(RedisKeys.OUTCOMES)
                        .arg(clock.millis() + "-" + sequence)
                        .arg(RedisKeys.OUTCOMES_FIELD)
                        .arg(FairleadJson.mapper().writeValueAsString(outcomes)));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void letTheLeaseLapse() {
        send(Request.cmd(Command.DEL).arg("fairlead:routing:publisher"));
    }

    private static void forgetTheStream() {
        send(Request.cmd(Command.DEL).arg(RedisKeys.OUTCOMES));
    }

    private static Redis redis() {
        return requireNonNull(client);
    }

    private static @Nullable Response send(Request request) {
        return await(redis().send(request));
    }

    private static <T> @Nullable T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
