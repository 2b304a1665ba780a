package dev.fairlead.simulator.playback;

import dev.fairlead.simulator.behaviour.Behaviour.Failure;
import dev.fairlead.simulator.behaviour.Fault;
import dev.fairlead.simulator.behaviour.Fault.Body;
import dev.fairlead.simulator.behaviour.Fault.Break;
import dev.fairlead.simulator.behaviour.TokenCounts;
import dev.fairlead.simulator.behaviour.Turn;
import dev.fairlead.simulator.ledger.Outcome;
import dev.fairlead.simulator.wire.Answer;
import dev.fairlead.simulator.wire.ChatRequest;
import dev.fairlead.simulator.wire.PseudoText;
import dev.fairlead.simulator.wire.WireFormat;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Plays one call: waits, then answers in full, or as its turn says that it goes wrong. */
public final class Playback {

    private static final String GARBAGE =
            "<!DOCTYPE html>\n<html><body><h1>It works!</h1><!-- \u0000 --></body></html>\n";
    private static final int USUAL_RETRY_SECONDS = 1;

    private final Exchange exchange;
    private final WireFormat format;
    private final ChatRequest request;
    private final Turn turn;
    private final Answer answer;

    private Playback(Exchange exchange, WireFormat format, ChatRequest request, Turn turn, Answer answer) {
        this.exchange = exchange;
        this.format = format;
        this.request = request;
        this.turn = turn;
        this.answer = answer;
    }

    /**
     * Starts to play a call.
     *
     * @param cached prompt tokens that the provider has in its cache, if it is one that {@code remembersPrompts}
     * @param text what it is answered with
     * @param usualCompletion completion tokens if neither the request nor the behaviour says
     */
    public static void start(
            Exchange exchange,
            WireFormat format,
            ChatRequest request,
            Turn turn,
            int cached,
            PseudoText text,
            int usualCompletion) {
        Failure failure = turn.failure();
        if (failure != null) {
            exchange.call().fault(failure.text());
        }
        Answer answer = new Answer(
                exchange.call().id(),
                exchange.call().receivedAtMillis() / 1_000,
                request.model(),
                tokens(request, turn, cached, usualCompletion),
                text,
                turn.behaviour().shape().usage(),
                request.wantsUsage(),
                turn.behaviour().shape().huge());
        Playback playback = new Playback(exchange, format, request, turn, answer);
        exchange.after(turn.latency(), playback::answer);
    }

    private static TokenCounts tokens(ChatRequest request, Turn turn, int cached, int usualCompletion) {
        TokenCounts counted =
                turn.behaviour().tokens().count(request.promptTokens(), request.maxTokens(), usualCompletion);
        TokenCounts tokens = turn.behaviour().tokens().remembersPrompts() ? counted.withCached(cached) : counted;
        boolean empty = turn.failure() != null
                && turn.failure().fault() instanceof Fault.UselessBody(Body what)
                && what == Body.EMPTY;
        return empty ? new TokenCounts(tokens.prompt(), tokens.cached(), 0, 0, false) : tokens;
    }

    private void answer() {
        Failure failure = turn.failure();
        switch (failure == null ? null : failure.fault()) {
            case null -> deliver(null);
            case Fault.Status(int code) -> exchange.fail(code, format.failure(code, request.model()), retryAfter(code));
            case Fault.Unanswered(Break how) -> {
                if (how == Break.RESET) {
                    exchange.reset();
                } // else it hangs: nothing is to happen until the client leaves
            }
            case Fault.UselessBody(Body what) -> {
                switch (what) {
                    case GARBAGE -> exchange.answer(200, "text/html", Buffer.buffer(GARBAGE), Outcome.FAILED);
                    case EMPTY -> deliver(null);
                }
            }
            case Fault.MidAnswer mid -> deliver(mid);
        }
    }

    private void deliver(Fault.@Nullable MidAnswer fault) {
        exchange.call().answering(answer.tokens());
        if (request.stream()) {
            new StreamedDelivery(exchange, format.events(answer), turn, answer, fault).begin();
        } else {
            new WholeDelivery(exchange, format, turn, answer, fault).begin();
        }
    }

    private @Nullable Integer retryAfter(int status) {
        Failure failure = turn.failure();
        if (failure != null && failure.retryAfter() != null) {
            return failure.retryAfter();
        }
        return status == 429 ? USUAL_RETRY_SECONDS : null;
    }

    /** How a call ends that was delivered to its end. */
    static Outcome outcome(Turn turn) {
        return turn.failure() == null ? Outcome.COMPLETED : Outcome.FAILED;
    }
}
