package dev.fairlead.platform.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RedisSubscriptionTest {

    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final RedisProcess process = RedisProcess.onFreePort();
    private final Redis redis = Redis.createClient(vertx, process.url());
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger subscribed = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        process.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void hearsItsChannelOnly() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        open();
        awaitSubscription(1);

        // When
        publish("other", "not for us");
        publish("channel", "one");
        publish("channel", "zwei é😀");
        publish("channel", "");

        // Then
        await().atMost(RECOVERY).until(() -> messages.size() == 3);
        assertThat(messages).containsExactly("one", "zwei é😀", "");
    }

    @Test
    void survivesARestartOfRedis() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        process.start();
        open();
        awaitSubscription(1);

        for (int restart = 1; restart <= 2; restart++) {
            // When
            process.kill();
            process.start();
            awaitSubscription(1 + restart);
            publish("channel", "after " + restart);

            // Then: heard once, so there is no subscription too many.
            int expected = restart;
            await().atMost(RECOVERY).until(() -> messages.size() == expected);
        }
        assertThat(messages).containsExactly("after 1", "after 2");
        assertThat(subscribed).hasValue(3);
    }

    @Test
    void waitsForARedisThatIsNotThereYet() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        open();
        assertThat(subscribed).hasValue(0);

        // When
        process.start();
        awaitSubscription(1);
        publish("channel", "hello");

        // Then
        await().atMost(RECOVERY).until(() -> messages.contains("hello"));
        assertThat(messages).containsExactly("hello");
    }

    private void open() {
        RedisSubscription.open(vertx, redis, "channel", messages::add, subscribed::incrementAndGet);
    }

    private void awaitSubscription(int times) {
        await().atMost(RECOVERY).until(() -> subscribed.get() == times);
    }

    private void publish(String channel, String message)
            throws InterruptedException, ExecutionException, TimeoutException {
        redis.send(Request.cmd(Command.PUBLISH).arg(channel).arg(message))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }
}
