package dev.fairlead.simulator.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.simulator.access.ApiKeys;
import dev.fairlead.simulator.behaviour.BadSettingException;
import dev.fairlead.simulator.behaviour.BehaviourBook;
import dev.fairlead.simulator.behaviour.BuiltInModel;
import dev.fairlead.simulator.behaviour.Place;
import dev.fairlead.simulator.behaviour.Settings;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /sim/behaviours}: reads, sets and resets behaviours. */
public final class BehaviourControl {

    private static final String PATH = "/sim/behaviours";

    private final BehaviourBook book;
    private final ApiKeys keys;

    public BehaviourControl(BehaviourBook book, ApiKeys keys) {
        this.book = book;
        this.keys = keys;
    }

    public void register(Router router) {
        router.get(PATH).handler(context -> Answering.ok(context, this::write));
        router.delete(PATH).handler(context -> {
            book.reset();
            Answering.done(context);
        });
        router.put(PATH + "/*").handler(context -> Answering.guarded(context, () -> put(context)));
        router.delete(PATH + "/*").handler(context -> Answering.guarded(context, () -> remove(context)));
    }

    private void put(RoutingContext context) {
        Place place = place(context);
        Answering.withBody(context, body -> {
            Settings settings = settings(body);
            book.put(place, settings);
            Answering.ok(context, json -> writeSettings(json, settings));
        });
    }

    private void remove(RoutingContext context) {
        if (!book.remove(place(context))) {
            throw new ProblemException(Problem.of(404, "Not found", "Nothing is set there."));
        }
        Answering.done(context);
    }

    /** The place in a path: {@code /sim/behaviours/model/openai/gpt-4o} is the model {@code openai/gpt-4o}. */
    private Place place(RoutingContext context) {
        String rest = PathText.decode(context.normalizedPath()).substring(PATH.length() + 1);
        int slash = rest.indexOf('/');
        Place.Kind kind = Place.Kind.byKey(slash < 0 ? rest : rest.substring(0, slash));
        if (kind == null) {
            throw new ProblemException(
                    Problem.ofField(404, "Not found", "kind", "use " + PATH + "/{instance|model|endpoint|key}/{name}"));
        }
        String name = slash < 0 ? "" : rest.substring(slash + 1);
        if (name.isBlank() || name.length() > 512) {
            throw new ProblemException(
                    Problem.ofField(400, "Invalid name", "name", "must have from 1 to 512 characters"));
        }
        return new Place(kind, kind == Place.Kind.KEY ? keys.nameOf(name) : name);
    }

    private static Settings settings(ObjectNode body) {
        Map<String, String> pairs = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            boolean isScalar = field.getValue().isTextual() || field.getValue().isNumber();
            if (!isScalar) {
                throw new ProblemException(
                        Problem.ofField(400, "Invalid behaviour", field.getKey(), "must be a text or a number"));
            }
            pairs.put(field.getKey(), field.getValue().asText());
        });
        try {
            return Settings.of(pairs);
        } catch (BadSettingException e) {
            throw new ProblemException(Problem.ofField(400, "Invalid behaviour", e.key(), e.detail()));
        }
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("built-in");
        for (BuiltInModel model : BuiltInModel.values()) {
            json.writeFieldName(model.id());
            writeSettings(json, model.settings());
        }
        json.writeEndObject();
        Map<Place, Settings> settings = book.settings();
        for (Place.Kind kind : Place.Kind.values()) {
            json.writeObjectFieldStart(kind.key());
            for (Map.Entry<Place, Settings> entry : settings.entrySet()) {
                if (entry.getKey().kind() == kind) {
                    json.writeFieldName(entry.getKey().name());
                    writeSettings(json, entry.getValue());
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeSettings(JsonGenerator json, Settings settings) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> entry : settings.byKey().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
