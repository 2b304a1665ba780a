package dev.fairlead.e2e.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;

/**
 * Requests at a constant rate, whatever becomes of those before: every second one is streamed, they go to the edges in
 * turn, and each is a conversation of its own, which belongs to no endpoint.
 */
final class SteadyLoad implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
    private final List<Gateway> gateways;
    private final String key;
    private final Chat chat;

    /**
     * What became of a request.
     *
     * @param edge its number
     * @param sentAt when it was sent
     * @param lateMillis how much later that was than the rate asks for
     * @param status 0 if no answer came
     * @param complete whether it is a 200 with everything in it
     * @param said the body, if it is not complete
     */
    record Result(
            int edge,
            Instant sentAt,
            double lateMillis,
            int status,
            String generation,
            boolean complete,
            double millis,
            String said) {}

    SteadyLoad(List<Gateway> gateways, String key, Chat chat) {
        this.gateways = gateways;
        this.key = key;
        this.chat = chat;
    }

    /** Sends for so long, waits for all answers and gives what became of them, in the order in which they were sent. */
    List<Result> run(int perSecond, Duration time) {
        long start = System.nanoTime();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long count = perSecond * time.toMillis() / 1_000;
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long due = start + i * gap;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            int number = i;
            calls.add(threads.submit(() -> results.add(send(number, due))));
        }
        calls.forEach(SteadyLoad::await);
        return results.stream()
                .sorted((a, b) -> a.sentAt().compareTo(b.sentAt()))
                .toList();
    }

    private static void await(Future<?> call) {
        try {
            call.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Result send(int number, long due) {
        int edge = number % gateways.size();
        boolean stream = (number / gateways.size()) % 2 == 0;
        Chat said = chat.saying("Tell me about the number " + number + ".");
        URI uri = gateways.get(edge).uri().resolve(Gateway.CHAT);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LONGEST)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString((stream ? said.streamed() : said).json()))
                .build();
        Instant sentAt = Instant.now();
        long sentNanos = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            String body = response.body();
            boolean whole = stream
                    ? body.endsWith("data: [DONE]\n\n") && !body.contains("\"error\":")
                    : body.contains("\"finish_reason\"");
            boolean complete = response.statusCode() == 200 && whole;
            return new Result(
                    edge,
                    sentAt,
                    (sentNanos - due) / 1e6,
                    response.statusCode(),
                    response.headers().firstValue("x-generation-id").orElse(""),
                    complete,
                    (System.nanoTime() - sentNanos) / 1e6,
                    complete ? "" : body);
        } catch (IOException e) {
            return new Result(
                    edge,
                    sentAt,
                    (sentNanos - due) / 1e6,
                    0,
                    "",
                    false,
                    (System.nanoTime() - sentNanos) / 1e6,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
        threads.close();
        client.close();
    }
}
