package dev.fairlead.edge.provider;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the stream of a completion, whatever wire format it came in: every adapter turns its provider's
 * events into these, and everything behind the adapters knows only these.
 */
public sealed interface CompletionEvent {

    /**
     * A part of the completion, as a chunk in OpenAI's wire format. Providers that speak it are handed on without being
     * read into objects, so the chunk is the indexed bytes; they are valid only while the event is handled.
     *
     * @param json the chunk
     * @param hasContent whether there is anything in it that a caller would see as part of the answer
     * @param finishReason why the completion ended; null in all chunks but the last
     */
    record Chunk(
            JsonIndex json, boolean hasContent, @Nullable String finishReason) implements CompletionEvent {

        /** The service tier that the provider says it serves; null if the chunk does not say. */
        public @Nullable String serviceTier() {
            return text("service_tier");
        }

        /** The provider's id of the completion; null if the chunk has none. */
        public @Nullable String upstreamId() {
            return text("id");
        }

        private @Nullable String text(String name) {
            int i = json.find(name);
            return i >= 0 && json.kind(i) == Kind.STRING
                    ? JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i))
                    : null;
        }
    }

    /** What has been consumed so far; a later one replaces an earlier one. */
    record Usage(TokenUsage usage) implements CompletionEvent {}

    /** The provider reports an error within the stream. */
    record Failure(String message) implements CompletionEvent {}

    /** The provider says that the stream is complete. */
    record End() implements CompletionEvent {
        public static final End INSTANCE = new End();
    }

    /** Takes events, in order. */
    interface Sink {
        void on(CompletionEvent event);
    }
}
