package dev.fairlead.edge.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;

/**
 * Tells the router how attempts went, a few times a second, all at once. Statistics, not money: what does not fit or
 * does not arrive is dropped.
 */
@Singleton
public class OutcomeReporter {

    private static final long INTERVAL_MILLIS = 100;
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_BATCH = 2_000;

    /** Matters only while no router runs: one that does trims the stream to the last minute or so. */
    private static final String STREAM_LENGTH = "20000";

    private final Vertx vertx;
    private final Redis redis;
    private final BlockingQueue<Outcome> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    OutcomeReporter(Vertx vertx, Redis redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    /** Starts telling. */
    public void start() {
        vertx.setPeriodic(INTERVAL_MILLIS, timer -> tell());
    }

    void report(Outcome outcome) {
        // Full means that Redis is away, and then nobody listens anyway.
        if (!waiting.offer(outcome)) {
            waiting.clear();
        }
    }

    private void tell() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Outcome> batch = new ArrayList<>();
        waiting.drainTo(batch, MAX_BATCH);
        try {
            redis.send(Request.cmd(Command.XADD)
                    .arg(RedisKeys.OUTCOMES)
                    .arg("MAXLEN")
                    .arg("~")
                    .arg(STREAM_LENGTH)
                    .arg("*")
                    .arg(RedisKeys.OUTCOMES_FIELD)
                    .arg(FairleadJson.mapper().writeValueAsString(batch)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("outcomes can always be written", e);
        }
    }
}
