package dev.fairlead.platform.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class RedisLinkTest {

    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final RedisProcess process = RedisProcess.onFreePort();
    private final Redis redis = Redis.createClient(vertx, process.url());
    private final AtomicInteger ups = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        process.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersPipelinedCommandsInOrder() {
        // Given
        process.start();
        RedisLink link = openAndAwait();

        // When: all are sent before the first answer is there.
        List<Integer> answers = get(() -> {
            List<Integer> order = new ArrayList<>();
            List<Future<Response>> sent = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                sent.add(link.send(Request.cmd(Command.INCR).arg("n"))
                        .onSuccess(answer -> order.add(answer.toInteger())));
            }
            return Future.all(sent).map(done -> order);
        });

        // Then
        assertThat(answers).hasSize(2_000).isSorted().startsWith(1).endsWith(2_000);
    }

    @Test
    void completesItsFirstAttemptBothWays() {
        // Given: nothing listens.
        RedisLink away = open();
        get(away::attempted);
        assertThat(away.isUp()).isFalse();

        // When
        process.start();
        RedisLink there = open();

        // Then
        get(there::attempted);
        assertThat(there.isUp()).isTrue();
    }

    @Test
    void failsAtOnceWhileRedisIsDownAndConnectsWhenItComes() {
        // Given
        RedisLink link = open();
        get(link::attempted);

        // When
        for (int i = 0; i < 100; i++) {
            long before = System.nanoTime();
            assertThatThrownBy(() -> echo(link, "x")).isSameAs(RedisAwayException.INSTANCE);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TIMEOUT);
        }
        assertThat(ups).hasValue(0);
        process.start();

        // Then
        await().atMost(RECOVERY).until(link::isUp);
        assertThat(echo(link, "x")).isEqualTo("x");
        assertThat(ups).hasValue(1);
    }

    @Test
    void failsCommandsInTimeWhileRedisIsFrozenAndRecovers() {
        // Given
        process.start();
        RedisLink link = openAndAwait();
        process.freeze();

        // When
        long before = System.nanoTime();
        List<Throwable> failures = get(() -> {
            List<Throwable> seen = new ArrayList<>();
            List<Future<Response>> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sent.add(link.send(Request.cmd(Command.INCR).arg("n")).onFailure(seen::add));
            }
            return Future.join(sent).transform(done -> Future.succeededFuture(seen));
        });
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        // Then: after the time-out, give or take its check interval and some slack for a busy machine.
        assertThat(failures).hasSize(10).containsOnly(RedisAwayException.INSTANCE);
        assertThat(took).isBetween(TIMEOUT.dividedBy(2), TIMEOUT.multipliedBy(3));
        assertThat(link.isUp()).isFalse();
        long again = System.nanoTime();
        assertThatThrownBy(() -> echo(link, "x")).isSameAs(RedisAwayException.INSTANCE);
        assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(TIMEOUT);

        // It accepts connections, which does not make it a Redis that is there.
        await().during(Duration.ofMillis(600)).atMost(RECOVERY).until(() -> !link.isUp());
        assertThat(ups).hasValue(1);

        // When
        process.thaw();

        // Then: answers belong to their commands again.
        await().atMost(RECOVERY).until(link::isUp);
        for (int i = 0; i < 20; i++) {
            assertThat(echo(link, "echo-" + i)).isEqualTo("echo-" + i);
        }
        assertThat(ups).hasValue(2);
    }

    @Test
    void reconnectsAfterRedisWasKilled() {
        // Given
        process.start();
        RedisLink link = openAndAwait();
        assertThat(echo(link, "before")).isEqualTo("before");

        // When
        process.kill();

        // Then
        await().atMost(RECOVERY).until(() -> !link.isUp());
        assertThatThrownBy(() -> echo(link, "x")).isSameAs(RedisAwayException.INSTANCE);

        // When
        process.start();

        // Then
        await().atMost(RECOVERY).until(link::isUp);
        assertThat(echo(link, "after")).isEqualTo("after");
        assertThat(ups).hasValue(2);
    }

    @Test
    void failsWhatIsUnderWayWhenRedisIsKilled() {
        // Given
        process.start();
        RedisLink link = openAndAwait();
        process.freeze();
        Future<Response> waiting = get(
                () -> Future.succeededFuture(link.send(Request.cmd(Command.ECHO).arg("x"))));

        // When
        process.kill();

        // Then
        await().atMost(RECOVERY).until(waiting::isComplete);
        assertThat(waiting.cause()).isSameAs(RedisAwayException.INSTANCE);
    }

    @Test
    void survivesARedisThatDiesWhileItReconnects() {
        // Given: the link hangs in its handshake with a frozen Redis.
        process.start();
        RedisLink link = openAndAwait();
        process.freeze();
        assertThatThrownBy(() -> echo(link, "x")).isSameAs(RedisAwayException.INSTANCE);

        // When
        process.kill();
        process.start();

        // Then
        await().atMost(RECOVERY).until(link::isUp);
        assertThat(echo(link, "x")).isEqualTo("x");
    }

    @Test
    void anErrorOfOneCommandIsNoOutage() {
        // Given
        process.start();
        RedisLink link = openAndAwait();

        // Then
        assertThatThrownBy(() -> get(
                        () -> link.send(Request.cmd(Command.FCALL).arg("nobody").arg("0"))))
                .isNotInstanceOf(RedisAwayException.class)
                .hasMessageContaining("Function not found");
        assertThat(link.isUp()).isTrue();
        assertThat(echo(link, "x")).isEqualTo("x");
    }

    @Test
    void doesNotConnectAgainOnceItIsClosed() {
        // Given
        process.start();
        RedisLink link = openAndAwait();

        // When
        get(() -> {
            link.close();
            return Future.succeededFuture();
        });

        // Then
        assertThat(link.isUp()).isFalse();
        await().during(Duration.ofMillis(300)).atMost(RECOVERY).until(() -> !link.isUp());
        assertThat(ups).hasValue(1);
    }

    private RedisLink openAndAwait() {
        RedisLink link = open();
        await().atMost(RECOVERY).until(link::isUp);
        return link;
    }

    private RedisLink open() {
        return get(() -> Future.succeededFuture(RedisLink.open(vertx, redis, TIMEOUT, ups::incrementAndGet)));
    }

    private String echo(RedisLink link, String text) {
        return get(() -> link.send(Request.cmd(Command.ECHO).arg(text)).map(Response::toString));
    }

    /** Does it on the link's event loop and waits for what comes of it. */
    private <T> T get(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(ignored -> action.get().onComplete(promise));
        try {
            return promise.future().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
