package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.List;

import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.timing.LoopTicker;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request, from its first attempt to its settlement: tries the candidates of its plan until one yields
 * content, hands that on, and settles exactly once, however it ends. After the first content there is no silent switch
 * to another endpoint. Usually one attempt runs at a time; a hedged request may have a second one beside it, of which
 * the one that is first to have content stays. Lives on one event loop.
 */
final class Exchange implements LoopTicker.Ticking {

    private static final int OK = 200;
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private final Dispatcher dispatcher;
    private final Failover failover;
    private final Succession succession;
    private final EdgeConfig config;
    private final Dispatcher.Admitted admitted;
    private final ChatRequest request;
    private final Generation generation;
    private final Reply reply;
    private final @Nullable CacheWriter cacheWriter;
    private final @Nullable Buffer recording;
    private final long deadlineNanos;

    /** The attempt that runs, and the one that runs beside it. */
    private @Nullable EndpointAttempt running;

    private @Nullable EndpointAttempt rival;
    /** The attempt whose content goes to the caller. */
    private @Nullable EndpointAttempt answering;
    /** The last attempt that came to its end and was no use. */
    private @Nullable EndpointAttempt useless;

    private @Nullable Fault lastFault;
    /** Who is tried again next, and when. */
    private int waitingFor = Succession.NOBODY;

    private long waitingUntilNanos;
    private int begun;
    private boolean hedged;
    private long lastWriteNanos;
    private boolean waitingForClient;
    private boolean over;

    /** Keeps a complete answer for the next caller. */
    interface CacheWriter {
        void store(Buffer body);
    }

    Exchange(Dispatcher dispatcher, Dispatcher.Admitted admitted, Reply reply, @Nullable CacheWriter cacheWriter) {
        this.dispatcher = dispatcher;
        this.failover = dispatcher.failover();
        this.succession = new Succession(admitted.plan().candidates(), failover);
        this.config = dispatcher.config();
        this.admitted = admitted;
        this.request = admitted.request();
        this.generation = new Generation(admitted);
        this.reply = reply;
        this.cacheWriter = cacheWriter;
        this.recording = cacheWriter != null && request.isStream() ? Buffer.buffer() : null;
        this.lastWriteNanos = admitted.startedNanos();
        this.deadlineNanos =
                admitted.startedNanos() + config.upstream().totalTimeout().toNanos();
    }

    void start() {
        reply.onGone(this::clientGone);
        dispatcher.ticker().add(this);
        failover.requestBegins();
        if (reply.isGone()) {
            clientGone();
        } else {
            tryNext();
        }
    }

    long startedAtMillis() {
        return generation.startedAtMillis();
    }

    /** Whether another endpoint may still answer: nothing of an answer has been sent. */
    boolean canStillChoose() {
        return answering == null;
    }

    private void tryNext() {
        int place = succession.next(begun == 0);
        if (place == Succession.NOBODY) {
            tryAgainOrGiveUp();
        } else {
            begin(place);
        }
    }

    private void begin(int place) {
        EndpointAttempt attempt = new EndpointAttempt(dispatcher, admitted, this, place, ++begun);
        if (running == null) {
            running = attempt;
        } else {
            rival = attempt;
        }
        attempt.start();
    }

    /** There is no alternative left: those that failed in passing are tried again, after a while. */
    private void tryAgainOrGiveUp() {
        long now = System.nanoTime();
        int place = succession.again(now, deadlineNanos);
        if (place == Succession.NOBODY) {
            giveUp(now);
        } else {
            waitingFor = place;
            waitingUntilNanos = succession.notBefore(place);
        }
    }

    void attemptEnded(Attempt attempt) {
        generation.attemptEnded(attempt);
    }

    /** The first content of an attempt is there: its answer is the one that the caller gets. */
    void contentBegun(EndpointAttempt attempt) {
        answering = attempt;
        EndpointAttempt other = attempt == running ? rival : running;
        if (attempt == rival) {
            dispatcher.metrics().hedgeWon();
        }
        running = attempt;
        rival = null;
        if (other != null) {
            other.cancel(OutcomeKind.OUTRUN);
        }
    }

    /** Content has come. */
    void contentArrived(EndpointAttempt attempt) {
        if (over || attempt != answering) {
            return;
        }
        AnswerWriter writer = attempt.writer();
        if (!writer.isEmpty()) {
            record(writer);
            reply.send(writer.take());
        }
        lastWriteNanos = System.nanoTime();
        if (reply.isFull() && !waitingForClient) {
            waitingForClient = true;
            attempt.pause();
            reply.onDrained(() -> {
                waitingForClient = false;
                lastWriteNanos = System.nanoTime();
                attempt.resume();
            });
        }
    }

    private void record(AnswerWriter writer) {
        if (recording != null) {
            recording.appendBuffer(writer.peek());
        }
    }

    /** An attempt has answered completely. */
    void completed(EndpointAttempt attempt) {
        if (answering == null) {
            contentBegun(attempt);
        }
        Completion completion = attempt.completion();
        boolean insured = completion.isInsured();
        Buffer answer = handOver(attempt, insured ? Cost.ZERO : completion.cost());
        if (cacheWriter != null && !insured) {
            cacheWriter.store(answer);
        }
        Routing routing = admitted.routing();
        dispatcher
                .affinities()
                .answered(routing.conversation(), routing.namesSession(), completion.candidate(), completion.usage());
    }

    /** Settles and ends. Returns what may be kept of the answer for other callers. */
    private Buffer handOver(EndpointAttempt attempt, Cost cost) {
        Bill bill = new Bill(attempt.completion().usage(), cost);
        // First the settlement is on its way, then the answer: who has an answer has paid, even if we die in between.
        settle(OK, false, attempt.completion(), cost);
        AnswerWriter writer = attempt.writer();
        String metadata = metadata(attempt.candidate());
        JsonIndex whole = attempt.whole();
        if (whole != null) {
            Buffer body = writer.whole(whole, bill, metadata);
            reply.whole(body, bill);
            return body;
        }
        record(writer);
        writer.end(bill, metadata);
        reply.endStream(writer.take());
        return recording == null ? Buffer.buffer() : recording;
    }

    /** An attempt has failed. */
    void failed(EndpointAttempt attempt, Fault fault) {
        if (over) {
            return;
        }
        if (attempt == answering) {
            breakOff(attempt, fault);
            return;
        }
        if (attempt.isComplete()) {
            useless = attempt;
        } else {
            lastFault = fault;
        }
        succession.failed(attempt.place(), fault, System.nanoTime());
        running = attempt == running ? rival : running;
        rival = null;
        if (running == null) {
            tryNext();
        }
    }

    /** After content there is no other endpoint to turn to: an error event with what was used so far. */
    private void breakOff(EndpointAttempt attempt, Fault fault) {
        Completion completion = attempt.completion();
        Cost cost = completion.cost();
        ApiError error = fault.toError(modelName(), generation.attempts());
        settle(error.status(), false, completion, cost);
        reply.fail(error, modelName(), new Bill(completion.usage(), cost), metadata(attempt.candidate()));
    }

    private void giveUp(long now) {
        EndpointAttempt nothing = useless;
        Fault fault = lastFault;
        if (fault == null && nothing != null) {
            // All that came to an answer said nothing. That is what the caller gets, and does not pay.
            handOver(nothing, Cost.ZERO);
            return;
        }
        if (fault == null) {
            fault = Fault.of(OutcomeKind.CONNECT_FAILED, "there is nobody to ask");
        }
        Duration soonest = succession.retryAfter(now);
        ApiError error = (fault.retryAfter() == null ? fault : fault.withRetryAfter(soonest))
                .toError(modelName(), generation.attempts());
        settle(error.status(), false, null, Cost.ZERO);
        reply.fail(error, modelName(), null, metadata(null));
    }

    private void clientGone() {
        if (over) {
            return;
        }
        EndpointAttempt used = running;
        // The second of two attempts was our idea, and nobody has got anything of it.
        Completion completion = used == null ? null : used.completion();
        cancel(used, OutcomeKind.CLIENT_GONE);
        cancel(rival, OutcomeKind.CLIENT_GONE);
        settle(CLIENT_CLOSED_REQUEST, true, completion, completion == null ? Cost.ZERO : completion.cost());
    }

    private static void cancel(@Nullable EndpointAttempt attempt, OutcomeKind kind) {
        if (attempt != null) {
            attempt.cancel(kind);
        }
    }

    @Override
    public void tick(long now) {
        if (over) {
            return;
        }
        if (now - deadlineNanos > 0) {
            outOfTime();
            return;
        }
        if (waitingFor != Succession.NOBODY && now - waitingUntilNanos >= 0) {
            int place = waitingFor;
            waitingFor = Succession.NOBODY;
            begin(place);
        }
        checkTimeouts(rival, now);
        checkTimeouts(running, now);
        hedgeIfDue(now);
        if (!over && request.isStream() && !waitingForClient && now - lastWriteNanos > keepAliveNanos()) {
            reply.keepAlive();
            lastWriteNanos = now;
        }
    }

    private long keepAliveNanos() {
        return config.requests().keepAlive().toNanos();
    }

    private void outOfTime() {
        succession.end();
        Fault fault = Fault.of(OutcomeKind.TIMEOUT, "the request took too long");
        EndpointAttempt second = rival;
        if (second != null) {
            second.runOut(fault);
        }
        EndpointAttempt first = running;
        if (first != null) {
            first.runOut(fault);
        } else {
            giveUp(System.nanoTime());
        }
    }

    private void checkTimeouts(@Nullable EndpointAttempt attempt, long now) {
        if (over || attempt == null) {
            return;
        }
        if (attempt == answering) {
            if (!waitingForClient
                    && now - attempt.lastActivityNanos()
                            > config.upstream().idleTimeout().toNanos()) {
                attempt.abandon(Fault.of(OutcomeKind.TIMEOUT, "the provider fell silent"));
            }
        } else if (now - attempt.begunNanos() > contentTimeout(attempt, now)) {
            attempt.abandon(Fault.of(OutcomeKind.TIMEOUT, "the provider did not answer in time"));
        }
    }

    /** Asked for only once an attempt is slow, since who answers at once needs no limit. */
    private long contentTimeout(EndpointAttempt attempt, long now) {
        long least = config.failover().leastPatience().toNanos();
        boolean stream = request.isStream();
        long most = (stream
                        ? config.upstream().firstByteTimeout()
                        : config.upstream().answerTimeout())
                .toNanos();
        return now - attempt.begunNanos() < Math.min(least, most)
                ? most
                : failover.untilContent(attempt.candidate(), request, succession.hasAlternatives());
    }

    private void hedgeIfDue(long now) {
        EndpointAttempt slow = running;
        if (!admitted.routing().hedge() || hedged || slow == null || answering != null || over) {
            return;
        }
        if (now - slow.begunNanos() < failover.untilHedge(slow.candidate(), request)) {
            return;
        }
        hedged = true;
        if (succession.hasAlternatives() && failover.mayHedge()) {
            int place = succession.beside();
            if (place != Succession.NOBODY) {
                begin(place);
            }
        }
    }

    private void settle(int status, boolean cancelled, @Nullable Completion completion, Cost cost) {
        over = true;
        dispatcher.ticker().remove(this);
        Recorder recorder = dispatcher.recorder();
        if (completion != null && completion.candidate().endpoint().pricedByCeiling()) {
            recorder.chargedAtCeiling();
        }
        recorder.settle(
                admitted.reservation(), generation.toEvent(completion, status, cancelled, cost), admitted.trace());
    }

    private @Nullable String metadata(@Nullable Candidate answered) {
        return admitted.routing().wantsMetadata()
                ? RouterMetadata.json(admitted.routing(), admitted.plan(), generation.attempts(), answered)
                : null;
    }

    private String modelName() {
        List<Candidate> candidates = admitted.plan().candidates();
        return candidates.isEmpty()
                ? admitted.routing().requested()
                : candidates.getFirst().name();
    }
}
