package dev.fairlead.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Looks at one whole answer, which the load generator does not: a quick answer that is wrong must not win. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;

    Probe(HttpClient client) {
        this.client = client;
    }

    /** What came, and what is wrong with it: nothing if that is empty. */
    private record Answer(String server, String fault) {

        boolean isRight() {
            return fault.isEmpty();
        }
    }

    /**
     * Asks until the answer is what it should be, since some things come to be known only after the start.
     *
     * @return the server's name of itself; empty if it has told none
     * @throws BenchException if it does not come to be in half a minute
     */
    String check(Scenario scenario, Target target, URI at) {
        Deque<Answer> answers = new ConcurrentLinkedDeque<>();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        answers.add(ask(scenario, target, at));
                        return answers.getLast().isRight();
                    });
            return answers.getLast().server();
        } catch (ConditionTimeoutException e) {
            throw new BenchException(
                    "%s through %s: %s"
                            .formatted(
                                    scenario.title(), target, answers.getLast().fault()),
                    e);
        }
    }

    private Answer ask(Scenario scenario, Target target, URI at) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request(scenario, target, at), BodyHandlers.ofString());
            return new Answer(
                    response.headers().firstValue("server").orElse(""),
                    fault(scenario, response.statusCode(), response.body()));
        } catch (IOException e) {
            return new Answer("", e.toString());
        }
    }

    private static HttpRequest request(Scenario scenario, Target target, URI at) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at.resolve(target.path()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + target.key())
                .POST(BodyPublishers.ofString(scenario.body(target)));
        if (!scenario.behaviour().isEmpty()) {
            request.header("X-Sim", scenario.behaviour());
        }
        return request.build();
    }

    /** What is wrong with an answer; empty if nothing is. */
    static String fault(Scenario scenario, int status, String body) {
        if (status != 200) {
            return "status " + status + ", " + body.strip();
        }
        if (!scenario.isStreamed()) {
            return body.contains("\"completion_tokens\":" + scenario.tokens())
                    ? ""
                    : "not " + scenario.tokens() + " tokens: " + body.strip();
        }
        long chunks = body.lines()
                .filter(line -> line.startsWith("data: {") && line.contains("\"content\":\""))
                .count();
        boolean done = body.stripTrailing().endsWith("data: [DONE]");
        return chunks >= scenario.tokens() && done
                ? ""
                : "a stream of " + chunks + " chunks" + (done ? "" : " without an end");
    }
}
