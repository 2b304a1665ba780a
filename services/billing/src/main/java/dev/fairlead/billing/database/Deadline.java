package dev.fairlead.billing.database;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** An end to waiting. */
public final class Deadline {

    private Deadline() {}

    /** As {@code work}, but failed with a {@link TimeoutException} if it takes longer; it is not stopped by that. */
    public static <T> Future<T> within(Vertx vertx, Duration longest, Future<T> work) {
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(
                longest.toMillis(),
                id -> promise.tryFail(new TimeoutException("not done within " + longest.toMillis() + " ms")));
        work.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.succeeded()) {
                promise.tryComplete(done.result());
            } else {
                promise.tryFail(done.cause());
            }
        });
        return promise.future();
    }
}
