package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import dev.fairlead.contracts.identity.KeyHash;

/** Calls that run at once, each on a virtual thread. */
final class Load implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(75);

    private final HttpClient client = Http.newClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Answer>> answers = new ArrayList<>();
    private final AtomicInteger finished = new AtomicInteger();

    /**
     * A chat completion.
     *
     * @param behaviour for the simulator, its header {@code X-Sim}; empty for the model's own
     */
    record Request(String key, String model, boolean stream, int maxTokens, String behaviour) {

        String body() {
            String limit = maxTokens > 0 ? ",\"max_tokens\":" + maxTokens : "";
            return "{\"model\":\"simulator/" + model + "\",\"stream\":" + stream + limit
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tell me what is booked.\"}]}";
        }
    }

    /** Streams and whole answers of different lengths, so that at any moment some are in every state. */
    static IntFunction<Request> mixed(Tenant tenant) {
        return i -> new Request(
                tenant.key(), "sim-chat", i % 2 == 0, 10 + i % 40, "latency=50ms,ttft=" + (i % 7) * 100 + "ms,tps=12");
    }

    /** Calls that cost one cent each. */
    static IntFunction<Request> oneCent(Tenant tenant) {
        return i -> new Request(tenant.key(), "sim-flat", i % 2 == 0, 10, "");
    }

    /** Calls with keys that nobody has ever heard of. */
    static IntFunction<Request> unknownKeys(String series) {
        return i -> new Request("sk-fl-v1-" + KeyHash.of(series + i).value(), "sim-flat", false, 10, "");
    }

    /** Starts calls, spread evenly over gateways. */
    Load start(List<URI> gateways, int count, IntFunction<Request> requests) {
        for (int i = 0; i < count; i++) {
            URI gateway = gateways.get(i % gateways.size());
            Request request = requests.apply(i);
            answers.add(threads.submit(() -> {
                Answer answer = call(client, gateway, request);
                finished.incrementAndGet();
                return answer;
            }));
        }
        return this;
    }

    /** How many calls have ended, in whichever way. */
    int finished() {
        return finished.get();
    }

    /** Waits for all calls and gives their answers. */
    List<Answer> answers() {
        FaultyStack.await("all calls have ended").until(() -> finished() == answers.size());
        return answers.stream().map(Load::get).toList();
    }

    /** Calls and waits for all answers. */
    static List<Answer> run(List<URI> gateways, int count, IntFunction<Request> requests) {
        try (Load load = new Load()) {
            return load.start(gateways, count, requests).answers();
        }
    }

    private static Answer get(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer call(HttpClient client, URI gateway, Request request) throws InterruptedException {
        HttpRequest.Builder http = HttpRequest.newBuilder(gateway.resolve("/api/v1/chat/completions"))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + request.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.body()));
        if (!request.behaviour().isEmpty()) {
            http.header("X-Sim", request.behaviour());
        }
        try {
            HttpResponse<String> response = client.send(http.build(), HttpResponse.BodyHandlers.ofString());
            return Answer.of(
                    response.statusCode(),
                    response.headers().firstValue("x-generation-id").orElse(""),
                    response.headers().firstValue("retry-after"),
                    response.body());
        } catch (IOException e) {
            return Answer.none(e);
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
