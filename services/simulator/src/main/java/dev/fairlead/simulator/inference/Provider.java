package dev.fairlead.simulator.inference;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

import dev.fairlead.platform.trace.TraceNames;
import dev.fairlead.simulator.access.ApiKeys;
import dev.fairlead.simulator.access.ApiKeys.Verdict;
import dev.fairlead.simulator.behaviour.BadSettingException;
import dev.fairlead.simulator.behaviour.BehaviourBook;
import dev.fairlead.simulator.behaviour.Turn;
import dev.fairlead.simulator.ledger.Call;
import dev.fairlead.simulator.ledger.Ledger;
import dev.fairlead.simulator.ledger.Outcome;
import dev.fairlead.simulator.playback.Exchange;
import dev.fairlead.simulator.playback.Playback;
import dev.fairlead.simulator.wire.ChatRequest;
import dev.fairlead.simulator.wire.InvalidRequestException;
import dev.fairlead.simulator.wire.PseudoText;
import dev.fairlead.simulator.wire.WireFormat;
import io.opentelemetry.api.trace.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers the calls to simulated providers of one wire format. Runs on event loops only. */
public final class Provider {

    private static final Logger LOG = Logger.getLogger(Provider.class);
    private static final String BEHAVIOUR_HEADER = "X-Sim";
    private static final int MOST_TEXTS = 64;

    private final Vertx vertx;
    private final WireFormat format;
    private final ApiKeys keys;
    private final BehaviourBook book;
    private final Ledger ledger;
    private final Answers answers;
    private final PromptCache prompts = new PromptCache();
    private final ConcurrentHashMap<Long, PseudoText> texts = new ConcurrentHashMap<>();

    /**
     * What answers are made of.
     *
     * @param seed of the text, if the request has none
     * @param completion tokens, if neither request nor behaviour says
     * @param models the list of models
     */
    public record Answers(long seed, int completion, List<String> models) {}

    public Provider(Vertx vertx, WireFormat format, ApiKeys keys, BehaviourBook book, Ledger ledger, Answers answers) {
        this.vertx = vertx;
        this.format = format;
        this.keys = keys;
        this.book = book;
        this.ledger = ledger;
        this.answers = answers;
    }

    /** Answers a chat completion. */
    public void chat(RoutingContext context, String instance) {
        HttpServerRequest request = context.request();
        Call call = ledger.begin(
                format.idPrefix(), instance, request.getHeader("x-request-id"), request.getHeader("traceparent"));
        Exchange exchange = Exchange.open(vertx, request, ledger, call);
        request.body().onComplete(body -> {
            if (body.succeeded()) {
                chat(exchange, request, body.result());
            } else {
                exchange.clientGone();
            }
        });
        request.resume(); // Quarkus pauses a request until someone wants it, and does not see that body() does
    }

    private void chat(Exchange exchange, HttpServerRequest request, Buffer body) {
        if (exchange.hasEnded()) {
            return;
        }
        switch (keys.check(format.apiKey(request.headers()))) {
            case Verdict.Accepted(String name) -> {
                exchange.call().by(name);
                play(exchange, request, body);
            }
            case Verdict.Missing _ -> exchange.answerJson(401, format.unauthorized(true), Outcome.REFUSED);
            case Verdict.Unknown(String name) -> {
                exchange.call().by(name);
                exchange.answerJson(401, format.unauthorized(false), Outcome.REFUSED);
            }
        }
    }

    private void play(Exchange exchange, HttpServerRequest request, Buffer body) {
        Call call = exchange.call();
        try {
            ChatRequest chat = format.read(body.getBytes());
            call.asked(chat.model(), chat.stream());
            annotateSpan(call);
            Turn turn = book.script(call.instance(), chat.model(), call.key(), request.getHeader(BEHAVIOUR_HEADER))
                    .next();
            int cached = turn.failure() == null && turn.behaviour().tokens().remembersPrompts()
                    ? prompts.read(call.instance(), chat.model(), call.key(), format.prefixes(body.getBytes()))
                    : 0;
            Playback.start(exchange, format, chat, turn, cached, text(chat.seed()), answers.completion());
        } catch (InvalidRequestException e) {
            exchange.answerJson(400, format.invalid(e.detail(), e.param()), Outcome.REFUSED);
        } catch (BadSettingException e) {
            String detail = "Header " + BEHAVIOUR_HEADER + ": '" + e.key() + "' " + e.detail();
            exchange.answerJson(400, format.invalid(detail, BEHAVIOUR_HEADER + ": " + e.key()), Outcome.REFUSED);
        } catch (RuntimeException e) {
            LOG.errorf(e, "call %s failed", call.id());
            exchange.answerJson(500, format.failure(500, call.model()), Outcome.FAILED);
        }
    }

    private static void annotateSpan(Call call) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.setAttribute(TraceNames.OPERATION, TraceNames.CHAT);
            span.setAttribute(TraceNames.PROVIDER, "simulator");
            span.setAttribute(TraceNames.REQUEST_MODEL, call.model());
            span.setAttribute(TraceNames.REQUEST_STREAM, call.stream());
            span.setAttribute(TraceNames.RESPONSE_ID, call.id());
        }
    }

    private PseudoText text(@Nullable Long requested) {
        long seed = requested == null ? answers.seed() : requested;
        PseudoText known = texts.get(seed);
        if (known != null) {
            return known;
        }
        if (texts.mappingCount() > MOST_TEXTS) {
            texts.clear();
        }
        return texts.computeIfAbsent(seed, PseudoText::new);
    }

    /** Answers with the list of models. */
    public void models(RoutingContext context) {
        if (mayRead(context)) {
            answer(context, 200, format.models(answers.models()));
        }
    }

    /** Answers with one model. */
    public void model(RoutingContext context, String id) {
        if (mayRead(context)) {
            boolean known = answers.models().contains(id);
            answer(context, known ? 200 : 404, known ? format.model(id) : format.failure(404, id));
        }
    }

    /** Answers for a path that this provider does not have. */
    public void unknown(RoutingContext context) {
        answer(context, 404, format.unknownPath(context.request().method().name(), context.normalizedPath()));
    }

    private boolean mayRead(RoutingContext context) {
        return switch (keys.check(format.apiKey(context.request().headers()))) {
            case Verdict.Accepted _ -> true;
            case Verdict.Missing _ -> {
                answer(context, 401, format.unauthorized(true));
                yield false;
            }
            case Verdict.Unknown _ -> {
                answer(context, 401, format.unauthorized(false));
                yield false;
            }
        };
    }

    private static void answer(RoutingContext context, int status, Buffer json) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(json);
    }
}
