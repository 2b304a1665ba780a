package dev.fairlead.platform.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.redis.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SnapshotReaderTest {

    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess process = RedisProcess.onFreePort();
    private final Redis redis = Redis.createClient(vertx, process.url());
    private static final SnapshotCodec<RoutingTable> CODEC = SnapshotCodec.json(RoutingTable.class);

    private final SnapshotPublisher<RoutingTable> publisher =
            new SnapshotPublisher<>(redis, RedisKeys.ROUTING_TABLE, CODEC);
    private final List<Long> changes = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final SnapshotReader<RoutingTable> reader = new SnapshotReader<>(
            vertx,
            redis,
            RedisKeys.ROUTING_TABLE,
            CODEC,
            () -> {
                asked.incrementAndGet();
                return Future.succeededFuture(Buffer.buffer(CODEC.encode(table(-1))));
            },
            table -> changes.add(table.version()));

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        process.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void readsWhatIsThereWithoutAskingTheOwner() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(7);

        // When
        reader.start(NEVER);

        // Then
        awaitVersion(7);
        assertThat(reader.current()).isEqualTo(table(7));
        assertThat(changes).containsExactly(7L);
        assertThat(asked).hasValue(0);
    }

    @Test
    void swapsWhenANewVersionIsAnnounced() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);
        reader.start(NEVER);
        awaitVersion(1);
        awaitSubscription();

        // When
        publish(2);

        // Then
        awaitVersion(2);
        assertThat(changes).containsExactly(1L, 2L);
    }

    @Test
    void arrivesAtTheLastOfManyVersionsInARow() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);
        reader.start(NEVER);
        awaitVersion(1);
        awaitSubscription();

        // When
        for (int version = 2; version <= 300; version++) {
            publish(version);
        }

        // Then: although nobody polls.
        awaitVersion(300);
        assertThat(changes).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void pollsInCaseAnAnnouncementWasLost() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);
        reader.start(OFTEN);
        awaitVersion(1);

        // When: written, and not announced.
        write("2", CODEC.encode(table(2)));

        // Then
        awaitVersion(2);
        assertThat(changes).containsExactly(1L, 2L);
    }

    @Test
    void doesNotReadTheSameVersionTwice() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);

        // When
        reader.start(OFTEN);
        awaitVersion(1);

        // Then
        await().during(Duration.ofMillis(400)).atMost(RECOVERY).until(() -> changes.size() == 1);
        assertThat(changes).containsExactly(1L);
    }

    @Test
    void keepsTheLastGoodVersionWhenABadOneIsPublished()
            throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);
        reader.start(OFTEN);
        awaitVersion(1);

        // When
        write("2", new byte[] {1, 2, 3});

        // Then
        await().during(Duration.ofMillis(300)).atMost(RECOVERY).until(() -> table(1).equals(reader.current()));
        assertThat(asked).hasValue(0);

        // When
        publish(3);

        // Then
        awaitVersion(3);
        assertThat(changes).containsExactly(1L, 3L);
    }

    @Test
    void keepsTheLastGoodVersionWhileRedisIsAwayAndGoesOnAfterwards()
            throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        publish(1);
        reader.start(OFTEN);
        awaitVersion(1);

        // When
        process.kill();

        // Then
        await().during(Duration.ofMillis(300)).atMost(RECOVERY).until(() -> table(1).equals(reader.current()));
        assertThat(asked).hasValue(0);

        // When: it comes back empty, and the owner publishes again.
        process.start();
        await().during(Duration.ofMillis(200)).atMost(RECOVERY).until(() -> table(1).equals(reader.current()));
        publish(2);

        // Then
        awaitVersion(2);
        assertThat(asked).hasValue(0);
    }

    @Test
    void asksTheOwnerWhereRedisHasNothing() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();

        // When
        reader.start(OFTEN);

        // Then
        awaitVersion(-1);
        await().during(Duration.ofMillis(200)).atMost(RECOVERY).until(() -> asked.get() == 1);

        // When
        publish(1);

        // Then
        awaitVersion(1);
        assertThat(changes).containsExactly(-1L, 1L);
    }

    @Test
    void asksTheOwnerWhileRedisIsAway() {
        reader.start(OFTEN);

        awaitVersion(-1);
        assertThat(changes).containsExactly(-1L);
    }

    @Test
    void triesAgainWhenTheOwnerIsAwayToo() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        AtomicInteger tries = new AtomicInteger();
        SnapshotReader<RoutingTable> alone = new SnapshotReader<>(
                vertx,
                redis,
                RedisKeys.ROUTING_TABLE,
                CODEC,
                () -> {
                    tries.incrementAndGet();
                    return Future.failedFuture("the owner is away");
                },
                table -> changes.add(table.version()));

        // When
        alone.start(OFTEN);

        // Then
        await().atMost(RECOVERY).until(() -> tries.get() >= 2);
        assertThat(alone.current()).isNull();
        process.start();
        publish(5);
        await().atMost(RECOVERY).until(() -> table(5).equals(alone.current()));
    }

    private static RoutingTable table(long version) {
        return new RoutingTable(version, Instant.EPOCH, List.of());
    }

    private void awaitVersion(long version) {
        await().atMost(RECOVERY).until(() -> table(version).equals(reader.current()));
    }

    private void awaitSubscription() {
        Request subscribers =
                Request.cmd(Command.PUBSUB).arg("NUMSUB").arg(RedisKeys.snapshotChannel(RedisKeys.ROUTING_TABLE));
        await().atMost(RECOVERY)
                .until(() -> redis.send(subscribers)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get(5, TimeUnit.SECONDS)
                                .get(1)
                                .toInteger()
                        == 1);
    }

    private void publish(long version) throws InterruptedException, ExecutionException, TimeoutException {
        get(publisher.publish(version, table(version)));
    }

    private void write(String version, byte[] body) throws InterruptedException, ExecutionException, TimeoutException {
        get(redis.send(Request.cmd(Command.HSET)
                .arg(RedisKeys.ROUTING_TABLE)
                .arg(RedisKeys.SNAPSHOT_VERSION)
                .arg(version)
                .arg(RedisKeys.SNAPSHOT_BODY)
                .arg(Buffer.buffer(body))));
    }

    private static void get(Future<?> future) throws InterruptedException, ExecutionException, TimeoutException {
        future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
}
