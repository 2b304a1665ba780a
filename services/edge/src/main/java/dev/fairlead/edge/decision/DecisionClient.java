package dev.fairlead.edge.decision;

import java.io.IOException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the router. An answer that takes longer than 300 ms is none; while the router is away nobody waits for it but the
 * one request a second that looks whether it is back.
 */
@Singleton
public class DecisionClient {

    private static final Logger LOG = Logger.getLogger(DecisionClient.class);
    private static final int PATIENCE_MILLIS = 300;
    private static final int MAX_CONNECTIONS = 32;
    /** Beyond this many questions that wait for a connection the router is too slow to be of use. */
    private static final int MAX_WAITING = 256;

    private final Vertx vertx;
    private final HttpClient client;
    private final String baseUrl;
    private final Circuit circuit = new Circuit();

    public DecisionClient(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(PATIENCE_MILLIS)
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxWaitQueueSize(MAX_WAITING));
        this.baseUrl = config.routerUrl().toString();
    }

    /** What the router makes of a prompt; null if it does not answer in time. Never fails. */
    public Future<@Nullable PromptReading> read(PromptQuestion question) {
        return ask("/internal/prompt-readings", question, PromptReading.class);
    }

    /** The models that the router would try; null if it does not answer in time. Never fails. */
    public Future<@Nullable ModelChoice> choose(ModelQuestion question) {
        return ask("/internal/model-choices", question, ModelChoice.class);
    }

    private <T> Future<@Nullable T> ask(String path, Object question, Class<T> type) {
        if (!circuit.mayPass(System.nanoTime())) {
            return Future.succeededFuture();
        }
        byte[] json;
        try {
            json = FairleadJson.mapper().writeValueAsBytes(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a question is not JSON", e);
        }
        return inTime(path, Buffer.buffer(json))
                .map(answer -> parse(answer, type))
                .onSuccess(answer -> circuit.succeeded())
                .otherwise(e -> {
                    if (circuit.failed(System.nanoTime())) {
                        LOG.warnf("the router does not answer; requests are decided without it: %s", e.getMessage());
                    }
                    return null;
                });
    }

    private Future<Answer> inTime(String path, Buffer question) {
        Promise<Answer> answer = Promise.promise();
        Promise<HttpClientRequest> sent = Promise.promise();
        long timer = vertx.setTimer(PATIENCE_MILLIS, expired -> {
            if (answer.tryFail("no answer within " + PATIENCE_MILLIS + " ms")) {
                sent.future().onSuccess(HttpClientRequest::reset);
            }
        });
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(baseUrl + path)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json"))
                .compose(request -> {
                    sent.tryComplete(request);
                    return request.send(question);
                })
                .compose(response -> switch (response.statusCode() / 100) {
                    case 2 -> response.body().map(body -> new Answer(body, 200));
                    // It is well, and does not like the question: nobody else has to go without it.
                    case 4 -> Future.succeededFuture(new Answer(Buffer.buffer(), response.statusCode()));
                    default -> Future.failedFuture("it answered " + response.statusCode());
                })
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        answer.tryComplete(done.result());
                    } else {
                        answer.tryFail(done.cause());
                    }
                });
        return answer.future();
    }

    private record Answer(Buffer body, int status) {}

    private static <T> @Nullable T parse(Answer answer, Class<T> type) {
        if (answer.status() != 200) {
            LOG.debugf("the router refused a question with %d", answer.status());
            return null;
        }
        try {
            return FairleadJson.mapper().readValue(answer.body().getBytes(), type);
        } catch (IOException e) {
            throw new IllegalStateException("its answer is not a " + type.getSimpleName(), e);
        }
    }
}
