package dev.fairlead.edge.consensus;

import java.util.List;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.dispatch.Dispatcher;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.routing.ChatCall;
import dev.fairlead.edge.routing.Panel;
import dev.fairlead.edge.routing.RouteFinder;
import dev.fairlead.edge.timing.LoopTicker;
import io.vertx.core.Vertx;

/** Answers {@code fairlead/consensus}: asks several models at once, and gives the answer that most of them agree with. */
@Singleton
class ConsensusPanel implements Panel {

    private final Vertx vertx;
    private final EdgeConfig config;
    private final LoopTicker ticker;
    private final RouteFinder routes;
    private final Admission admission;
    private final Dispatcher dispatcher;
    private final PanelMembers members;

    ConsensusPanel(
            Vertx vertx,
            EdgeConfig config,
            LoopTicker ticker,
            RouteFinder routes,
            Admission admission,
            Dispatcher dispatcher,
            PanelMembers members) {
        this.vertx = vertx;
        this.config = config;
        this.ticker = ticker;
        this.routes = routes;
        this.admission = admission;
        this.dispatcher = dispatcher;
        this.members = members;
    }

    @Override
    public void answer(ChatCall call, Consumer<ApiError> refuse) {
        ConsensusOptions options;
        try {
            options = ConsensusOptions.read(call.request());
        } catch (ApiException e) {
            refuse.accept(e.error());
            return;
        }
        if (!options.models().isEmpty()) {
            hold(call, options.models(), options, refuse);
            return;
        }
        members.choose(call, models -> hold(call, models, options, refuse), refuse);
    }

    private void hold(ChatCall call, List<String> models, ConsensusOptions options, Consumer<ApiError> refuse) {
        new Session(this, call, models, options.minAgreement(), refuse).start();
    }

    Vertx vertx() {
        return vertx;
    }

    EdgeConfig config() {
        return config;
    }

    LoopTicker ticker() {
        return ticker;
    }

    RouteFinder routes() {
        return routes;
    }

    Admission admission() {
        return admission;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }
}
