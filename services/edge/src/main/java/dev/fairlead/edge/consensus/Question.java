package dev.fairlead.edge.consensus;

import java.util.List;

import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.routing.ChatCall;

/** A request as each single model of a panel gets it. */
final class Question {

    /** What is about the panel, or about how its answer is handed over. */
    private static final List<String> OF_THE_PANEL = List.of(
            "models", "route", "transforms", "plugins", "preset", "routing_strategy", "stream", "stream_options");

    private Question() {}

    /**
     * The request for one model, in the session of its call.
     *
     * @throws ApiException if it is no valid request for that model
     */
    static ChatRequest of(ChatCall call, String model) {
        Splice splice = new Splice(JsonIndex.of(call.request().body()));
        OF_THE_PANEL.forEach(splice::removeIfPresent);
        splice.set("model", JsonText.quote(model));
        splice.set("session_id", JsonText.quote(session(call)));
        return ChatRequest.read(splice.apply(), call.key().organisation(), null);
    }

    /** The caller's own session, or else the call's id, by which its parts are found in the records. */
    static String session(ChatCall call) {
        String session = call.request().session();
        return session == null ? call.generation().value() : session;
    }
}
