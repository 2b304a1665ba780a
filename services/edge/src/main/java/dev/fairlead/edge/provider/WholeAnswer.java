package dev.fairlead.edge.provider;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer, in OpenAI's wire format.
 *
 * @param json the answer
 * @param upstreamId the provider's id; null if it gave none
 * @param finishReason why the completion ended; null if the provider did not say
 * @param usage what was consumed; null if the provider did not say
 * @param failure what went wrong, if the answer is an error in spite of its status; else null
 */
public record WholeAnswer(
        JsonIndex json,
        @Nullable String upstreamId,
        @Nullable String finishReason,
        @Nullable TokenUsage usage,
        @Nullable String failure) {

    /** The service tier that the provider says it has served; null if it does not say. */
    public @Nullable String serviceTier() {
        int i = json.find("service_tier");
        return i >= 0 && json.kind(i) == Kind.STRING
                ? JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i))
                : null;
    }

    /** Whether any of its choices says anything. Builds an object tree of them. */
    public boolean hasContent() {
        int i = json.find("choices");
        try {
            return i >= 0 && Choices.haveContent(json.bytes(), json.valueStart(i), json.valueEnd(i), "message");
        } catch (JsonFault e) {
            // Strange, and not nothing.
            return true;
        }
    }
}
