package dev.fairlead.simulator.playback;

import dev.fairlead.simulator.behaviour.Behaviour.Timing;
import dev.fairlead.simulator.behaviour.Fault;
import dev.fairlead.simulator.behaviour.Turn;
import dev.fairlead.simulator.ledger.Outcome;
import dev.fairlead.simulator.wire.Answer;
import dev.fairlead.simulator.wire.WireFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Delivers an answer that is not streamed: after all the time that it takes to make, in one body. */
final class WholeDelivery {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final double MICROS = 1_000_000;

    private final Exchange exchange;
    private final WireFormat format;
    private final Turn turn;
    private final Answer answer;
    private final Fault.@Nullable MidAnswer fault;

    WholeDelivery(Exchange exchange, WireFormat format, Turn turn, Answer answer, Fault.@Nullable MidAnswer fault) {
        this.exchange = exchange;
        this.format = format;
        this.turn = turn;
        this.answer = answer;
        this.fault = fault;
    }

    void begin() {
        Timing timing = turn.behaviour().timing();
        long making = timing.tokensPerSecond() == 0
                ? 0
                : Math.round(answer.tokens().content() / timing.tokensPerSecond() * MICROS);
        exchange.after(turn.timeToFirstToken() + turn.silence() + making, this::deliver);
    }

    private void deliver() {
        if (fault == null) {
            Buffer body = format.whole(answer);
            exchange.call().deliveredAll(answer.tokens().completion());
            if (answer.reportsUsage(false)) {
                exchange.call().reportedUsage();
            }
            send(body);
            return;
        }
        switch (fault.how()) {
            case ERROR -> send(format.failure(500, answer.model()));
            case MALFORMED -> send(half(format.whole(answer)));
            case HANG, RESET, CUT -> breakOff(fault.how());
        }
    }

    private void send(Buffer body) {
        Outcome outcome = Playback.outcome(turn);
        if (turn.behaviour().shape().dribble() == 0) {
            exchange.answer(200, JSON, body, outcome);
            return;
        }
        announce(body.length());
        new Outlet(exchange, turn.behaviour().shape()).end(body, () -> exchange.end(outcome));
    }

    private void breakOff(Fault.Break how) {
        Buffer body = format.whole(answer);
        announce(body.length());
        Outlet outlet = new Outlet(exchange, turn.behaviour().shape());
        outlet.write(half(body));
        switch (how) {
            case RESET -> outlet.then(exchange::reset);
            case CUT -> outlet.then(exchange::close);
            case HANG, MALFORMED, ERROR -> {} // hangs: the rest never comes
        }
    }

    private void announce(int bytes) {
        exchange.head(200, JSON);
        exchange.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes));
    }

    private static Buffer half(Buffer body) {
        return body.slice(0, body.length() / 2);
    }
}
