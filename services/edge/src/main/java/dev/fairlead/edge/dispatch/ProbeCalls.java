package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.CompletionEvent;
import dev.fairlead.edge.provider.WholeAnswer;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Calls that belong to no caller: made and timed as any attempt is, told to the router and to this edge's own view of
 * loads, but not reserved, not settled and not booked.
 */
@Singleton
public class ProbeCalls {

    private final Vertx vertx;
    private final Upstream upstream;
    private final EndpointLoads loads;
    private final OutcomeReporter reporter;

    ProbeCalls(Vertx vertx, Upstream upstream, EndpointLoads loads, OutcomeReporter reporter) {
        this.vertx = vertx;
        this.upstream = upstream;
        this.loads = loads;
        this.reporter = reporter;
    }

    /**
     * Makes one call, on the calling event loop.
     *
     * @param request not a stream
     * @param timeout from now to the end of the answer
     * @return how it went; never fails
     */
    public Future<Outcome> call(Candidate candidate, ChatRequest request, Duration timeout) {
        Probe probe = new Probe(candidate.endpoint().id());
        GenerationId id = GenerationId.create(System.currentTimeMillis(), ThreadLocalRandom.current());
        UpstreamCall call = upstream.newCall(candidate, false, probe);
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), expired -> {
            call.cancel();
            probe.end(OutcomeKind.TIMEOUT, 0, -1);
        });
        call.start(
                upstream.options(candidate, request, MultiMap.caseInsensitiveMultiMap(), id, ""),
                upstream.body(candidate, request));
        return probe.ended.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    /** One that is under way. */
    private final class Probe implements UpstreamCall.Listener {

        private final String endpoint;
        private final EndpointLoads.Load load;
        private final Promise<Outcome> ended = Promise.promise();
        private final long begunNanos = System.nanoTime();
        private boolean over;

        Probe(String endpoint) {
            this.endpoint = endpoint;
            this.load = loads.begin(endpoint);
        }

        @Override
        public void event(CompletionEvent event) {
            throw new IllegalStateException("a probe is not a stream");
        }

        @Override
        public void partDone() {
            throw new IllegalStateException("a probe is not a stream");
        }

        @Override
        public void streamEnded() {
            throw new IllegalStateException("a probe is not a stream");
        }

        /** An answer without content is good enough: there is one token, and it may be of reasoning. */
        @Override
        public void whole(WholeAnswer answer) {
            end(answer.failure() == null ? OutcomeKind.SUCCESS : OutcomeKind.PROVIDER_ERROR, 200, -1);
        }

        @Override
        public void failed(Fault fault) {
            Duration retryAfter = fault.retryAfter();
            if (retryAfter != null) {
                loads.leaveAlone(load, retryAfter);
            }
            end(fault.kind(), fault.status(), retryAfter == null ? -1 : retryAfter.toMillis());
        }

        private void end(OutcomeKind kind, int status, long retryAfterMillis) {
            if (over) {
                return;
            }
            over = true;
            long nanos = System.nanoTime() - begunNanos;
            Outcome outcome = new Outcome(
                    endpoint,
                    kind,
                    status,
                    System.currentTimeMillis(),
                    -1,
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    0,
                    0,
                    retryAfterMillis,
                    false,
                    false,
                    true);
            loads.end(load, kind, nanos);
            reporter.report(outcome);
            ended.complete(outcome);
        }
    }
}
