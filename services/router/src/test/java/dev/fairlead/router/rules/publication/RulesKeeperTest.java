package dev.fairlead.router.rules.publication;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import dev.fairlead.router.publication.RealRedis;
import dev.fairlead.router.rules.Change;
import dev.fairlead.router.rules.Limits;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.RulesEdit;
import dev.fairlead.router.rules.store.RulesStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Replicas that keep the same rules, with a real Redis that is stopped and emptied, and a clock that the test sets. */
class RulesKeeperTest {

    private static final OrganisationId ACME = new OrganisationId("acme");

    private static Vertx vertx = Vertx.vertx();
    private static int port;
    private static @Nullable RedisServer server;
    private static @Nullable Redis client;

    private final SetClock clock = new SetClock();

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2027-01-15T08:00:00Z");

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
        vertx = Vertx.vertx();
        port = RealRedis.freePort();
        server = RealRedis.startAt(port);
        client = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterAll
    static void stopRedis() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (server != null) {
            server.stop();
        }
    }

    @BeforeEach
    void empty() {
        send(Request.cmd(Command.FLUSHALL));
    }

    /** A router without its thread: the test takes its turns. */
    private RulesKeeper router() {
        Redis redis = requireNonNull(client);
        return new RulesKeeper(new RulesStore(redis), redis, clock, () -> Duration.ofSeconds(1));
    }

    private static void put(RulesEdit edit, String name) {
        edit.putPolicy(name, null, "enforced", "{\"name\":\"" + name + "\"}", null);
    }

    private static List<String> names(Rules rules) {
        return rules.policies().stream().map(PolicyVersion::name).toList();
    }

    private static RoutingRules published() {
        Response body =
                send(Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_RULES).arg(RedisKeys.SNAPSHOT_BODY));
        return SnapshotCodec.json(RoutingRules.class)
                .decode(requireNonNull(body).toBytes());
    }

    private static long publishedVersion() {
        Response version =
                send(Request.cmd(Command.HGET).arg(RedisKeys.ROUTING_RULES).arg(RedisKeys.SNAPSHOT_VERSION));
        return version == null ? 0 : version.toLong();
    }

    @Test
    void whatIsWrittenIsPublishedAtOnceAndKnownToEveryReplica() {
        RulesKeeper one = router();
        RulesKeeper other = router();
        one.turn();
        other.turn();

        Rules written = one.change("alice", edit -> {
                    put(edit, "first");
                    edit.putPreset(ACME, "brief", "{\"max_tokens\":9}", "Be brief.");
                    edit.putDefaults(new RoutingDefaults(ACME, null, null, true, List.of("a"), List.of(), true, false));
                })
                .rules();

        assertThat(other.current()).isEqualTo(written);
        assertThat(published().version()).isEqualTo(written.revision());
        assertThat(published().policies())
                .containsExactly(new RoutingRules.PublishedPolicy("first", 1, "{\"name\":\"first\"}"));
        assertThat(published().presets())
                .containsExactly(new Preset(
                        ACME, "brief", 1, "{\"max_tokens\":9,\"system_prompt\":\"Be brief.\"}", clock.instant()));
        assertThat(published().defaults())
                .containsExactlyElementsOf(written.defaults().values());
    }

    @Test
    void writersOfSeveralReplicasLoseNothing() throws InterruptedException, ExecutionException {
        // Given
        List<RulesKeeper> routers = List.of(router(), router(), router());
        int each = 20;

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int writer = i;
                writers.add(threads.submit(() -> IntStream.range(0, each)
                        .forEach(n -> routers.get(writer % 3)
                                .change("writer " + writer, edit -> put(edit, "p-" + writer + "-" + n)))));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        // Then
        Rules rules = router().current();
        assertThat(rules.policies())
                .hasSize(6 * each)
                .extracting(PolicyVersion::version)
                .containsOnly(1);
        assertThat(routers).allSatisfy(router -> assertThat(router.current()).isEqualTo(rules));
        assertThat(published().version()).isEqualTo(rules.revision());
        assertThat(published().policies()).hasSize(6 * each);
        assertThat(new RulesStore(requireNonNull(client)).changes()).hasSize(6 * each);
    }

    @Test
    void writersOfTheSamePolicyEachMakeAVersion() throws InterruptedException, ExecutionException {
        List<RulesKeeper> routers = List.of(router(), router());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int writer = i;
                writers.add(threads.submit(() -> IntStream.range(0, 25)
                        .forEach(n -> routers.get(writer)
                                .change(
                                        "writer " + writer,
                                        edit -> edit.putPolicy(
                                                "one", null, "enforced", "[" + writer + ',' + n + ']', null)))));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        PolicyVersion latest = requireNonNull(router().current().policy("one"));
        List<PolicyVersion> versions = new RulesStore(requireNonNull(client)).versionsOf(latest);

        assertThat(latest.version()).isEqualTo(50);
        assertThat(versions).hasSize(50).extracting(PolicyVersion::document).doesNotHaveDuplicates();
        assertThat(versions)
                .extracting(PolicyVersion::version)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void aRestartForgetsNothing() {
        Rules written = router().change("alice", edit -> {
                    put(edit, "b");
                    put(edit, "a");
                    edit.putPreset(ACME, "p", "{}", "Be brief: \"now\".");
                    put(edit, "gone");
                    edit.removePolicy("gone");
                })
                .rules();

        RulesKeeper again = router();
        again.turn();

        assertThat(again.current()).isEqualTo(written);
        assertThat(names(again.current())).containsExactly("b", "a");
        assertThat(publishedVersion()).isEqualTo(written.revision());
    }

    @Test
    void whatRedisLostIsWrittenToItAgain() {
        // Given
        RulesKeeper router = router();
        Rules before = router.change("alice", edit -> {
                    put(edit, "one");
                    edit.putPreset(ACME, "p", "{}", null);
                })
                .rules();

        // When
        send(Request.cmd(Command.FLUSHALL));
        clock.advance(Duration.ofSeconds(1));
        router.turn();

        // Then
        Rules after = router().current();
        assertThat(after.policies()).isEqualTo(before.policies());
        assertThat(after.presets()).isEqualTo(before.presets());
        assertThat(after.revision()).isGreaterThan(before.revision());
        assertThat(published().version()).isEqualTo(after.revision());
        assertThat(new RulesStore(requireNonNull(client)).changes())
                .extracting(Change::action)
                .containsExactly("restored");
        assertThat(new RulesStore(requireNonNull(client)).versionsOf(requireNonNull(after.policy("one"))))
                .isEqualTo(before.policies());
    }

    @Test
    void whatANewReplicaFindsEmptyTheOneThatRemembersFillsAgain() {
        RulesKeeper remembers = router();
        remembers.change("alice", edit -> put(edit, "one"));
        send(Request.cmd(Command.FLUSHALL));
        clock.advance(Duration.ofSeconds(1));
        RulesKeeper fresh = router();
        fresh.turn();
        assertThat(fresh.current().policies()).isEmpty();

        remembers.turn();
        fresh.turn();

        assertThat(names(fresh.current())).containsExactly("one");
        assertThat(fresh.current()).isEqualTo(remembers.current());
        assertThat(published().version()).isEqualTo(fresh.current().revision());
    }

    @Test
    void whatWasBegunAnewInARedisThatWasEmptiedStays() {
        RulesKeeper remembers = router();
        remembers.change("alice", edit -> put(edit, "old"));
        send(Request.cmd(Command.FLUSHALL));
        clock.advance(Duration.ofSeconds(1));
        router().change("bob", edit -> put(edit, "new"));

        remembers.turn();

        assertThat(names(remembers.current())).containsExactly("new");
    }

    @Test
    void aRedisThatCameBackASecondOlderGetsWhatItMissed() {
        // Given
        RulesKeeper router = router();
        router.change("alice", edit -> put(edit, "one"));
        Response old = requireNonNull(send(Request.cmd(Command.DUMP).arg(RulesStore.CURRENT)));
        clock.advance(Duration.ofSeconds(1));
        Rules latest = router.change("alice", edit -> put(edit, "two")).rules();

        // When
        send(Request.cmd(Command.RESTORE)
                .arg(RulesStore.CURRENT)
                .arg(0)
                .arg(Buffer.buffer(old.toBytes()))
                .arg("REPLACE"));
        router.turn();

        // Then
        assertThat(names(router().current())).containsExactly("one", "two");
        assertThat(publishedVersion()).isGreaterThan(latest.revision());
    }

    @Test
    void onlyWhatEdgesReadWasLostAndIsPublishedAgain() {
        RulesKeeper router = router();
        Rules rules = router.change("alice", edit -> put(edit, "one")).rules();

        send(Request.cmd(Command.DEL).arg(RedisKeys.ROUTING_RULES));
        router.turn();

        assertThat(published().version()).isEqualTo(rules.revision());
        assertThat(router.current()).isEqualTo(rules);
    }

    @Test
    void theVersionOnlyEverGrowsEvenIfTheStoreWasDeletedUnderARunningEdge() {
        RulesKeeper router = router();
        router.change("alice", edit -> put(edit, "one"));
        long before = publishedVersion();
        send(Request.cmd(Command.DEL).arg(RulesStore.CURRENT));

        router().turn();

        assertThat(publishedVersion()).isGreaterThan(before);
        assertThat(published().policies()).isEmpty();
    }

    @Test
    void edgesAreToldThatThereAreNoRulesYet() {
        router().turn();

        assertThat(published().version()).isPositive();
        assertThat(published().policies()).isEmpty();
    }

    @Test
    void aLateReplicaDoesNotPublishWhatIsOlder() {
        RulesKeeper router = router();
        Rules older = router.change("alice", edit -> put(edit, "one")).rules();
        Rules newer = router.change("alice", edit -> put(edit, "two")).rules();
        assertThat(newer.revision()).isGreaterThan(older.revision());

        boolean done = RulesStore.await(new SnapshotPublisher<>(
                        requireNonNull(client), RedisKeys.ROUTING_RULES, SnapshotCodec.json(RoutingRules.class))
                .publishNewer(older.revision(), Publication.of(older, clock.instant())));

        assertThat(done).isFalse();
        assertThat(published().version()).isEqualTo(newer.revision());
    }

    @Test
    void noMoreVersionsAreKeptThanMay() {
        RulesKeeper router = router();
        for (int i = 0; i < Limits.VERSIONS + 5; i++) {
            int n = i;
            router.change("alice", edit -> edit.putPreset(ACME, "p", "{\"seed\":" + n + '}', null));
        }
        RulesStore store = new RulesStore(requireNonNull(client));
        Rules rules = router.current();

        assertThat(store.versionsOf(requireNonNull(rules.preset(ACME, "p"))))
                .hasSize(Limits.VERSIONS)
                .first()
                .satisfies(version -> assertThat(version.version()).isEqualTo(6));
        assertThat(requireNonNull(send(Request.cmd(Command.HLEN).arg(RulesStore.VERSIONS)))
                        .toInteger())
                .isEqualTo(Limits.VERSIONS);

        router.change("alice", edit -> edit.removePreset(ACME, "p"));

        assertThat(requireNonNull(send(Request.cmd(Command.EXISTS).arg(RulesStore.VERSIONS)))
                        .toInteger())
                .isZero();
    }

    @Test
    void whatIsRefusedWritesNothing() {
        RulesKeeper router = router();
        Rules before = router.change("alice", edit -> put(edit, "one")).rules();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> router.change("alice", edit -> {
                    put(edit, "two");
                    edit.putPreset(ACME, "p", "x".repeat(Limits.DOCUMENT_BYTES + 1), null);
                }));

        assertThat(router().current()).isEqualTo(before);
    }

    @Test
    void whileRedisIsAwayWhatIsKnownIsToldAndNothingIsWritten() throws IOException {
        // Given
        RulesKeeper router = router();
        Rules known = router.change("alice", edit -> put(edit, "one")).rules();

        // When
        requireNonNull(server).stop();
        try {
            // Then
            router.turn();
            assertThat(router.current()).isEqualTo(known);
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> router.change("alice", edit -> put(edit, "two")))
                    .satisfies(refusal -> {
                        assertThat(refusal.problem().status()).isEqualTo(503);
                        assertThat(refusal.retryAfter()).isPositive();
                    });
            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> router().current());
        } finally {
            server = RealRedis.startAt(port);
        }
        clock.advance(Duration.ofSeconds(1));
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
            router.turn();
            assertThat(names(router().current())).containsExactly("one");
        });
    }

    private static @Nullable Response send(Request request) {
        try {
            return requireNonNull(client)
                    .send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
