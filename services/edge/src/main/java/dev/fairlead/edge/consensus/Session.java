package dev.fairlead.edge.consensus;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.admission.Verdict;
import dev.fairlead.edge.dispatch.Bill;
import dev.fairlead.edge.dispatch.Collected;
import dev.fairlead.edge.dispatch.CollectedReply;
import dev.fairlead.edge.dispatch.Dispatcher;
import dev.fairlead.edge.dispatch.HttpReply;
import dev.fairlead.edge.dispatch.Routing;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.routing.ChatCall;
import dev.fairlead.edge.routing.Route;
import dev.fairlead.edge.routing.RouteQuestion;
import dev.fairlead.edge.timing.LoopTicker;
import dev.fairlead.platform.json.FairleadJson;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One call that several models answer. Each of them is a generation of its own: planned, admitted, metered and booked by
 * itself, within the deadline of the call. Lives on one event loop.
 */
final class Session implements LoopTicker.Ticking {

    private static final Logger LOG = Logger.getLogger(Session.class);

    private final ConsensusPanel panel;
    private final ChatCall call;
    private final List<String> models;
    private final double minAgreement;
    private final Consumer<ApiError> refuse;
    private final HttpReply reply;
    private final List<@Nullable Opinion> opinions;
    private final List<CollectedReply> running = new ArrayList<>();
    private final long keepAliveNanos;

    private int missing;
    private boolean over;
    private long lastByteNanos;

    Session(ConsensusPanel panel, ChatCall call, List<String> models, double minAgreement, Consumer<ApiError> refuse) {
        this.panel = panel;
        this.call = call;
        this.models = models;
        this.minAgreement = minAgreement;
        this.refuse = refuse;
        this.reply = new HttpReply(call.http().response(), call.generation());
        this.opinions = new ArrayList<>(Collections.nCopies(models.size(), null));
        this.keepAliveNanos = panel.config().requests().keepAlive().toNanos();
        this.missing = models.size();
    }

    void start() {
        if (reply.isGone()) {
            return;
        }
        reply.onGone(this::gone);
        lastByteNanos = System.nanoTime();
        panel.ticker().add(this);
        for (int i = 0; i < models.size(); i++) {
            int member = i;
            guard(member, () -> ask(member));
        }
    }

    /** The caller of a stream hears that there is still somebody there. */
    @Override
    public void tick(long nowNanos) {
        if (call.request().isStream() && nowNanos - lastByteNanos >= keepAliveNanos) {
            lastByteNanos = nowNanos;
            reply.keepAlive();
        }
    }

    private void ask(int member) {
        RouteQuestion question = new RouteQuestion(
                call.key(),
                Question.of(call, models.get(member)),
                call.http().headers(),
                Instant.now(),
                ThreadLocalRandom.current().nextLong(),
                false);
        panel.routes()
                .find(question, route -> guard(member, () -> found(member, route)), error -> refused(member, error));
    }

    /** Nobody above would answer, and the caller would wait for ever. */
    private void guard(int member, Runnable work) {
        try {
            work.run();
        } catch (ApiException e) {
            refused(member, e.error());
        } catch (RuntimeException e) {
            LOG.errorf(e, "unexpected failure of a part of %s", call.generation());
            refused(member, ApiError.of(ErrorType.SERVER, "Something went wrong here."));
        }
    }

    private void found(int member, Route route) {
        ApiError refusal = route.refusal();
        if (refusal != null || route.isForPanel()) {
            refused(
                    member,
                    refusal != null ? refusal : ApiError.ofField("model", "a policy leads back to the same panel"));
            return;
        }
        if (over) {
            return;
        }
        GenerationId generation = GenerationId.create(System.currentTimeMillis(), ThreadLocalRandom.current());
        panel.admission()
                .admit(call.key(), generation, route.plan().worstCase())
                .onSuccess(verdict -> {
                    switch (verdict) {
                        case Verdict.Admitted admitted ->
                            guard(member, () -> admitted(member, generation, route, admitted.reservation()));
                        case Verdict.Exhausted exhausted ->
                            refused(
                                    member,
                                    ApiError.of(
                                            ErrorType.PAYMENT_REQUIRED,
                                            "This may cost up to "
                                                    + route.plan().worstCase() + ", and " + exhausted.left()
                                                    + " is left."));
                        case Verdict.Unavailable unavailable ->
                            refused(
                                    member,
                                    ApiError.unavailable(
                                            "Spending limits cannot be checked at the moment; try again.",
                                            unavailable.retryAfter()));
                    }
                });
    }

    private void admitted(int member, GenerationId generation, Route route, Reservation reservation) {
        if (over) {
            panel.admission().release(reservation);
            return;
        }
        CollectedReply part = new CollectedReply(collected -> collected(member, generation, collected));
        running.add(part);
        panel.dispatcher()
                .dispatch(
                        new Dispatcher.Admitted(
                                generation,
                                call.key(),
                                route.request(),
                                call.http().headers(),
                                attribution(),
                                route.plan(),
                                reservation,
                                call.trace(),
                                call.startedNanos(),
                                routing(route)),
                        part);
    }

    /** In one session with the other parts. */
    private Attribution attribution() {
        Attribution of = call.attribution();
        return new Attribution(
                of.referer(), of.title(), of.department(), of.endUser(), Question.session(call), of.userAgent());
    }

    private Routing routing(Route route) {
        RouteTaken taken = call.taken();
        return new Routing(
                route.request().models().getFirst(),
                route.kind(),
                taken == null ? new RouteTaken(VirtualModel.CONSENSUS.id(), null, null, 0, null, null, false) : taken,
                route.hedge(),
                false,
                route.conversation(),
                route.request().namesSession());
    }

    private void collected(int member, GenerationId generation, Collected collected) {
        String model = models.get(member);
        if (collected.error() != null || collected.answer() == null) {
            ApiError error = collected.error();
            end(
                    member,
                    new Opinion(
                            model,
                            generation,
                            null,
                            error == null ? ApiError.of(ErrorType.SERVER, "There was no answer.") : error,
                            collected.bill()));
            return;
        }
        try {
            ObjectNode answer = (ObjectNode)
                    FairleadJson.mapper().readTree(collected.answer().getBytes());
            end(member, new Opinion(model, generation, answer, null, collected.bill()));
        } catch (IOException e) {
            throw new IllegalStateException("an answer of ours is not JSON", e);
        }
    }

    private void refused(int member, ApiError error) {
        end(member, Opinion.refused(models.get(member), null, error));
    }

    private void end(int member, Opinion opinion) {
        if (over || opinions.get(member) != null) {
            return;
        }
        opinions.set(member, opinion);
        missing--;
        if (missing == 0) {
            conclude();
        }
    }

    /** Long answers take a while to compare, so not on the event loop. */
    private void conclude() {
        List<Opinion> all = opinions.stream().map(Objects::requireNonNull).toList();
        List<@Nullable String> texts = new ArrayList<>();
        all.forEach(opinion -> texts.add(opinion.text()));
        panel.vertx().executeBlocking(() -> Agreement.of(texts)).onComplete(done -> {
            if (over) {
                return;
            }
            if (done.failed()) {
                LOG.errorf(done.cause(), "the answers of %s could not be compared", call.generation());
                fail(ApiError.of(ErrorType.SERVER, "Something went wrong here."), ConsensusAnswer.total(all));
            } else if (done.result().chosen() < 0) {
                fail(Objects.requireNonNull(all.getFirst().error()), ConsensusAnswer.total(all));
            } else {
                answer(new ConsensusAnswer(call.generation(), all, done.result(), minAgreement));
            }
        });
    }

    private void answer(ConsensusAnswer answer) {
        over();
        if (call.request().isStream()) {
            reply.endStream(answer.stream());
        } else {
            reply.whole(answer.whole(), answer.bill());
        }
    }

    private void fail(ApiError error, Bill bill) {
        over();
        if (call.http().response().headWritten()) {
            reply.fail(error, VirtualModel.CONSENSUS.id(), bill, null);
        } else {
            refuse.accept(error);
        }
    }

    private void gone() {
        if (!over) {
            over();
            running.forEach(CollectedReply::cancel);
        }
    }

    private void over() {
        over = true;
        panel.ticker().remove(this);
    }
}
