package dev.fairlead.edge.dispatch;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.envelope.Splice;
import dev.fairlead.edge.metering.UsageJson;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint's answer as the caller gets it, in OpenAI's wire format: the provider's bytes, with our id, model and
 * provider in the place of the provider's, and with what it cost. Holds what has been written until it is taken.
 */
final class AnswerWriter {

    private static final byte[] EVENT_END = "}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String DONE = "data: [DONE]\n\n";
    private static final String METADATA = "openrouter_metadata";

    private final String identity;
    private byte @Nullable [] eventStart;
    private @Nullable Buffer out;

    AnswerWriter(GenerationId generation, String model, String provider) {
        this.identity = "\"id\":\"" + generation.value() + "\",\"provider\":" + JsonText.quote(provider) + ",\"model\":"
                + JsonText.quote(model);
    }

    /** In the name of whoever had answered when this answer of ours was made. */
    static AnswerWriter again(GenerationId generation, JsonIndex answer) {
        return new AnswerWriter(generation, text(answer, "model"), text(answer, "provider"));
    }

    /** Adds a chunk. */
    void chunk(JsonIndex json) {
        byte[] start = eventStart;
        if (start == null) {
            start = ("data: {" + identity).getBytes(StandardCharsets.UTF_8);
            eventStart = start;
        }
        Buffer events = events();
        events.appendBytes(start);
        byte[] bytes = json.bytes();
        for (int i = 0; i < json.size(); i++) {
            if (!isReplaced(json, i)) {
                int from = json.memberStart(i);
                events.appendByte((byte) ',').appendBytes(bytes, from, json.valueEnd(i) - from);
            }
        }
        events.appendBytes(EVENT_END);
    }

    boolean isEmpty() {
        return out == null;
    }

    /** What has been added since it was last taken, which stays. */
    Buffer peek() {
        return events();
    }

    /** What has been added since it was last taken. */
    Buffer take() {
        Buffer taken = events();
        out = null;
        return taken;
    }

    /** Adds the usage in a last chunk, and the end of the stream. */
    void end(Bill bill, @Nullable String metadata) {
        Buffer events = events();
        events.appendString("data: {")
                .appendString(identity)
                .appendString(",\"object\":\"chat.completion.chunk\",\"created\":")
                .appendString(Long.toString(System.currentTimeMillis() / 1000))
                .appendString(",\"choices\":[],\"usage\":")
                .appendString(UsageJson.of(bill.usage(), bill.cost()));
        if (metadata != null) {
            events.appendString(",\"" + METADATA + "\":").appendString(metadata);
        }
        events.appendString("}\n\n").appendString(DONE);
    }

    /** An answer that is not streamed. */
    Buffer whole(JsonIndex json, Bill bill, @Nullable String metadata) {
        Splice splice = new Splice(json);
        for (int i = 0; i < json.size(); i++) {
            if (isReplaced(json, i)) {
                splice.remove(i);
            }
        }
        splice.add(identity);
        splice.add("\"usage\":" + UsageJson.of(bill.usage(), bill.cost()));
        if (metadata != null) {
            splice.add("\"" + METADATA + "\":" + metadata);
        }
        return Buffer.buffer(splice.apply());
    }

    private Buffer events() {
        Buffer events = out;
        if (events == null) {
            events = Buffer.buffer();
            out = events;
        }
        return events;
    }

    private static String text(JsonIndex json, String name) {
        int i = json.find(name);
        return i < 0 ? "" : JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i));
    }

    private static boolean isReplaced(JsonIndex json, int i) {
        return json.keyIs(i, "id")
                || json.keyIs(i, "model")
                || json.keyIs(i, "provider")
                || json.keyIs(i, "usage")
                || json.keyIs(i, METADATA);
    }
}
