package dev.fairlead.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.simulator.access.ApiKeys;
import dev.fairlead.simulator.behaviour.BadSettingException;
import dev.fairlead.simulator.behaviour.BehaviourBook;
import dev.fairlead.simulator.behaviour.BuiltInModel;
import dev.fairlead.simulator.behaviour.Place;
import dev.fairlead.simulator.behaviour.Settings;
import dev.fairlead.simulator.control.BehaviourControl;
import dev.fairlead.simulator.control.LedgerControl;
import dev.fairlead.simulator.inference.Provider;
import dev.fairlead.simulator.ledger.Ledger;
import dev.fairlead.simulator.ledger.Recording;
import dev.fairlead.simulator.wire.OpenAiFormat;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** Puts the parts together by the configuration, and gives them their paths. */
@Singleton
public class Simulator {

    private static final String DEFAULT_INSTANCE = "default";
    private static final String HELP = """
            Fairlead provider simulator

            POST /v1/chat/completions              OpenAI's format, streamed or not; instance "default"
            GET  /v1/models                        models
            POST /{instance}/v1/chat/completions   the same for any other simulated provider
            GET  /{instance}/v1/models

            Any bearer will do, and any model; sim-chat, sim-fast, sim-slow, sim-flat, sim-flaky, sim-down and sim-hang
            are built in. Shape a call with a header:  X-Sim: latency=60ms,ttft=20ms,tps=200,completion=100,fail=429

            GET | DELETE /sim/behaviours                              show them, reset them
            PUT | DELETE /sim/behaviours/{instance|model|endpoint|key}/{name}
            GET | DELETE /sim/calls                                   ?id model instance key request_id outcome since limit
            GET          /sim/calls/summary
            GET | PUT    /sim/settings                                {"ledger": true, "sample": 1}
            """;

    private final Provider openAi;
    private final BehaviourControl behaviourControl;
    private final LedgerControl ledgerControl;

    Simulator(Vertx vertx, SimulatorConfig config) {
        ApiKeys keys = new ApiKeys(config.requireKey(), config.keys());
        BehaviourBook book = new BehaviourBook(config.seed(), behaviours(config));
        Ledger ledger = new Ledger(
                config.seed(),
                positive("ledger.capacity", config.ledger().capacity()),
                new Recording(config.ledger().enabled(), config.ledger().sample()));
        Provider.Answers answers =
                new Provider.Answers(config.seed(), positive("completion", config.completion()), models(config));
        this.openAi = new Provider(vertx, new OpenAiFormat(), keys, book, ledger, answers);
        this.behaviourControl = new BehaviourControl(book, keys);
        this.ledgerControl = new LedgerControl(vertx, ledger);
    }

    void register(@Observes Router router) {
        // The busiest path first: routes are tried in this order.
        router.post("/v1/chat/completions").handler(context -> openAi.chat(context, DEFAULT_INSTANCE));
        router.post("/:instance/v1/chat/completions")
                .handler(context -> openAi.chat(context, context.pathParam("instance")));
        router.get("/v1/models").handler(openAi::models);
        router.get("/:instance/v1/models").handler(openAi::models);
        router.get("/v1/models/:model").handler(context -> openAi.model(context, context.pathParam("model")));
        router.get("/:instance/v1/models/:model").handler(context -> openAi.model(context, context.pathParam("model")));
        behaviourControl.register(router);
        ledgerControl.register(router);
        router.route("/v1/*").handler(openAi::unknown);
        router.route("/:instance/v1/*").handler(openAi::unknown);
        router.get("/")
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; charset=utf-8")
                        .end(HELP));
    }

    /**
     * The configured behaviours.
     *
     * @throws IllegalArgumentException naming the key at fault
     */
    static Map<Place, Settings> behaviours(SimulatorConfig config) {
        Map<Place, Settings> behaviours = new HashMap<>();
        config.behaviours().forEach((kindKey, byName) -> {
            Place.Kind kind = Place.Kind.byKey(kindKey);
            if (kind == null) {
                throw new IllegalArgumentException("fairlead.simulator.behaviours." + kindKey
                        + ": use behaviours.instance, .model, .endpoint or .key");
            }
            byName.forEach((name, text) -> behaviours.put(new Place(kind, name), settings(kindKey, name, text)));
        });
        return behaviours;
    }

    private static Settings settings(String kind, String name, String text) {
        try {
            return Settings.parse(text);
        } catch (BadSettingException e) {
            throw new IllegalArgumentException(
                    "fairlead.simulator.behaviours." + kind + "." + name + ": '" + e.key() + "' " + e.detail());
        }
    }

    private static List<String> models(SimulatorConfig config) {
        List<String> models = new ArrayList<>(
                Arrays.stream(BuiltInModel.values()).map(BuiltInModel::id).toList());
        config.models().ifPresent(models::addAll);
        return List.copyOf(models);
    }

    private static int positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("fairlead.simulator." + key + " must be at least 1");
        }
        return value;
    }
}
