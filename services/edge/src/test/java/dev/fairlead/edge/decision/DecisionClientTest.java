package dev.fairlead.edge.decision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.edge.EdgeConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Against a router in this process that does what the test says. */
class DecisionClientTest {

    private static final PromptQuestion PROMPT = new PromptQuestion("What is 2 + 2?", null, false, 8);
    private static final ModelQuestion MODELS = new ModelQuestion(PROMPT, "acme", null, null, List.of(), List.of());
    private static final String READING =
            "{\"task\":\"mathematics\",\"confidence\":0.9,\"language\":\"en\",\"difficulty\":0.3}";
    private static final int TOLERATED = 3;
    /** What an answer within the patience of 300 ms leaves to a busy machine. */
    private static final Duration PROMPTLY = Duration.ofMillis(1500);

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private volatile int status = 200;
    private volatile String body = READING;
    private volatile boolean silent;
    private HttpServer router;
    private DecisionClient client;

    @BeforeEach
    void start() {
        router = listen(0);
        client = new DecisionClient(vertx, config(router.actualPort()));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    @Test
    void aPromptIsReadByTheRouter() {
        // When
        PromptReading reading = read();

        // Then
        assertThat(reading).isEqualTo(new PromptReading("mathematics", 0.9, "en", 0.3));
        assertThat(asked)
                .singleElement()
                .satisfies(question -> assertThat(question)
                        .startsWith("POST /internal/prompt-readings application/json ")
                        .contains("\"text\":\"What is 2 + 2?\""));
    }

    @Test
    void modelsAreChosenByTheRouter() {
        // Given
        body = "{\"reading\":" + READING + ",\"models\":[\"a/one\",\"b/two\"]}";

        // When
        ModelChoice choice = Objects.requireNonNull(choose());

        // Then
        assertThat(choice.models()).containsExactly("a/one", "b/two");
        assertThat(asked)
                .singleElement()
                .satisfies(question -> assertThat(question)
                        .startsWith("POST /internal/model-choices ")
                        .contains("\"organisation\":\"acme\""));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 302})
    void afterThreeErrorsTheRouterIsLeftAlone(int error) {
        // Given
        status = error;

        // When
        for (int i = 0; i < 20; i++) {
            assertThat(read()).isNull();
        }

        // Then: three, and the one that looks whether it is back if this took a second
        assertThat(asked).hasSizeBetween(TOLERATED, TOLERATED + 1);
    }

    @Test
    void aRefusedQuestionIsNoReasonToLeaveTheRouterAlone() {
        // Given
        status = 400;

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(read()).isNull();
        }

        // Then
        assertThat(asked).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"task\":{}}"})
    void anAnswerThatIsNoneCountsAsAFailure(String nonsense) {
        // Given
        body = nonsense;

        // When
        for (int i = 0; i < 20; i++) {
            assertThat(read()).isNull();
        }

        // Then
        assertThat(asked).hasSizeBetween(TOLERATED, TOLERATED + 1);
    }

    @Test
    void aSlowRouterIsNotWaitedFor() {
        // Given
        silent = true;
        long start = System.nanoTime();

        // When
        PromptReading reading = read();

        // Then
        assertThat(reading).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(290), PROMPTLY);
    }

    @Test
    void nobodyWaitsForARouterThatHasBeenSlowThreeTimes() {
        // Given
        silent = true;
        List<Future<@Nullable PromptReading>> slow = Stream.generate(() -> onLoop(() -> client.read(PROMPT)))
                .limit(3)
                .toList();
        slow.forEach(question -> assertThat(get(question)).isNull());

        // When
        Future<@Nullable PromptReading> next = client.read(PROMPT);

        // Then
        assertThat(next.isComplete()).isTrue();
        assertThat(next.result()).isNull();
        assertThat(asked).hasSize(TOLERATED);
    }

    @Test
    void aRouterThatIsAwayFailsNothing() {
        // Given
        get(router.close());

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(read()).isNull();
        }

        // Then
        assertThat(choose()).isNull();
        assertThat(asked).isEmpty();
    }

    @Test
    void aRouterThatIsBackIsAskedAgain() {
        // Given
        int port = router.actualPort();
        get(router.close());
        for (int i = 0; i < 5; i++) {
            assertThat(read()).isNull();
        }

        // When
        router = listen(port);

        // Then
        await().atMost(Duration.ofSeconds(5)).until(() -> read() != null);
        for (int i = 0; i < 10; i++) {
            assertThat(read()).isNotNull();
        }
    }

    @Test
    void aRouterThatRecoversFromErrorsIsAskedAgain() {
        // Given
        status = 503;
        for (int i = 0; i < 5; i++) {
            assertThat(read()).isNull();
        }

        // When
        status = 200;

        // Then
        await().atMost(Duration.ofSeconds(5)).until(() -> read() != null);
        assertThat(read()).isNotNull();
    }

    private HttpServer listen(int port) {
        return get(vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1"));
    }

    private void answer(HttpServerRequest request) {
        request.bodyHandler(question -> {
            asked.add(
                    request.method() + " " + request.path() + ' ' + request.getHeader("content-type") + ' ' + question);
            if (!silent) {
                request.response().setStatusCode(status).end(body);
            }
        });
    }

    private static EdgeConfig config(int port) {
        return new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(
                        Map.of("fairlead.edge.router-url", "http://127.0.0.1:" + port), "test", 500))
                .build()
                .getConfigMapping(EdgeConfig.class);
    }

    private @Nullable PromptReading read() {
        return get(onLoop(() -> client.read(PROMPT)));
    }

    private @Nullable ModelChoice choose() {
        return get(onLoop(() -> client.choose(MODELS)));
    }

    /** As requests do: on an event loop, or the end of an answer may pass before somebody waits for it. */
    private <T extends @Nullable Object> Future<T> onLoop(Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        vertx.runOnContext(onLoop -> question.get().onComplete(answer));
        return answer.future();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
