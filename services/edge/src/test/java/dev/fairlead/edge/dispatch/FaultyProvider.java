package dev.fairlead.edge.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** A provider over HTTP that does what it is told: for each call the next of its list, the last one for ever. */
final class FaultyProvider {

    /** What a provider may do with a call. */
    enum Does {
        ANSWER,
        ANSWER_LATE,
        EMPTY,
        REFUSE,
        OVERLOADED,
        LIMIT_FOR_A_SECOND,
        LIMIT_FOR_LONG,
        REJECT,
        RESET,
        HANG,
        HANG_AFTER_ROLE,
        GARBAGE,
        ERROR_OBJECT,
        BREAK_OFF,
        FINISH_ERROR
    }

    private static final long LATE_MILLIS = 600;
    private static final String USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":2}";
    private static final String NO_USAGE = "{\"prompt_tokens\":10,\"completion_tokens\":0}";

    private final Vertx vertx;
    private final HttpServer server;
    private final Queue<Does> todo = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<HttpConnection> used = ConcurrentHashMap.newKeySet();
    private volatile Does last = Does.ANSWER;
    private volatile boolean closeWhenIdle;

    FaultyProvider(Vertx vertx) throws InterruptedException, ExecutionException, TimeoutException {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    /** What it does from now on. */
    void does(Does... steps) {
        todo.clear();
        todo.addAll(List.of(steps).subList(0, steps.length - 1));
        last = Arrays.asList(steps).getLast();
    }

    /** Drops a connection that was used before instead of answering, as if it had been closed while it was idle. */
    void dropUsedConnections() {
        closeWhenIdle = true;
    }

    int calls() {
        return calls.get();
    }

    /** Calls whose connection was closed by the other side. */
    int broken() {
        return broken.get();
    }

    int connections() {
        return connections.get();
    }

    private void handle(HttpServerRequest request, Buffer body) {
        calls.incrementAndGet();
        if (!used.add(request.connection()) && closeWhenIdle) {
            request.connection().close();
            return;
        }
        HttpServerResponse response = request.response();
        response.exceptionHandler(e -> broken.incrementAndGet());
        boolean stream = body.toString().contains("\"stream\":true");
        Does step = todo.poll();
        switch (step == null ? last : step) {
            case ANSWER -> answer(response, stream);
            case ANSWER_LATE -> vertx.setTimer(LATE_MILLIS, t -> answer(response, stream));
            case EMPTY -> end(response, stream, "", "stop", NO_USAGE);
            case REFUSE -> response.setStatusCode(500).end("{\"error\":{\"message\":\"no\"}}");
            case OVERLOADED -> response.setStatusCode(503).end();
            case LIMIT_FOR_A_SECOND ->
                response.setStatusCode(429).putHeader("retry-after", "1").end();
            case LIMIT_FOR_LONG ->
                response.setStatusCode(429).putHeader("retry-after", "30").end();
            case REJECT -> response.setStatusCode(400).end("{\"error\":{\"message\":\"too long\"}}");
            case RESET -> request.connection().close();
            case HANG -> {}
            case HANG_AFTER_ROLE -> begin(response).write(role());
            case GARBAGE ->
                response.putHeader("content-type", stream ? "text/event-stream" : "application/json")
                        .end(stream ? "data: <html>\n\n" : "<html>");
            case ERROR_OBJECT ->
                response.putHeader("content-type", stream ? "text/event-stream" : "application/json")
                        .end(
                                stream
                                        ? "data: {\"error\":{\"message\":\"no\"}}\n\n"
                                        : "{\"error\":{\"message\":\"no\"}}");
            case BREAK_OFF ->
                begin(response)
                        .write(
                                role() + content("Hello"),
                                sent -> request.connection().close());
            case FINISH_ERROR -> end(response, stream, "Hel", "error", USAGE);
        }
    }

    private static void answer(HttpServerResponse response, boolean stream) {
        end(response, stream, "Hello", "stop", USAGE);
    }

    private static void end(HttpServerResponse response, boolean stream, String text, String finish, String usage) {
        if (stream) {
            begin(response)
                    .end(role() + (text.isEmpty() ? "" : content(text)) + chunk("{}", "\"" + finish + "\"")
                            + "data: {\"id\":\"u-1\",\"choices\":[],\"usage\":" + usage + "}\n\ndata: [DONE]\n\n");
        } else {
            response.putHeader("content-type", "application/json")
                    .end("{\"id\":\"u-1\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":"
                            + "{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"" + finish
                            + "\"}],\"usage\":" + usage + "}");
        }
    }

    private static HttpServerResponse begin(HttpServerResponse response) {
        return response.setChunked(true).putHeader("content-type", "text/event-stream");
    }

    private static String role() {
        return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    private static String content(String text) {
        return chunk("{\"content\":\"" + text + "\"}", "null");
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"u-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
