package dev.fairlead.edge.metering;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code usage} object of OpenAI's wire format, in which the details are parts of the totals: cached and audio
 * tokens are within the prompt, reasoning and audio tokens within the completion. Not thread-safe.
 */
public final class UsageReader {

    /** More tokens than any call can have; what they would cost may not even fit into an amount. */
    private static final long MOST = 1_000_000_000;

    private final JsonIndex usage = new JsonIndex();
    private final JsonIndex details = new JsonIndex();

    /** The usage in {@code json[from..to)}; null if there is none that makes sense. */
    public @Nullable TokenUsage read(byte[] json, int from, int to) {
        try {
            usage.index(json, from, to);
            long prompt = count(usage, "prompt_tokens");
            long completion = count(usage, "completion_tokens");
            if (prompt < 0 || completion < 0 || prompt > MOST || completion > MOST) {
                return null;
            }
            long cached = 0;
            long written = 0;
            long inputAudio = 0;
            if (open("prompt_tokens_details")) {
                cached = part("cached_tokens");
                written = part("cache_write_tokens");
                inputAudio = part("audio_tokens");
            } else {
                // DeepSeek's older spelling.
                cached = Math.max(0, count(usage, "prompt_cache_hit_tokens"));
            }
            long reasoning = 0;
            long outputAudio = 0;
            if (open("completion_tokens_details")) {
                reasoning = part("reasoning_tokens");
                outputAudio = part("audio_tokens");
            }
            // Parts that exceed their whole are a provider's mistake; the whole is what it will charge for.
            cached = Math.min(cached, prompt);
            written = Math.min(written, prompt - cached);
            inputAudio = Math.min(inputAudio, prompt - cached - written);
            reasoning = Math.min(reasoning, completion);
            outputAudio = Math.min(outputAudio, completion - reasoning);
            return new TokenUsage(
                    prompt - cached - written - inputAudio,
                    cached,
                    written,
                    0,
                    inputAudio,
                    0,
                    completion - reasoning - outputAudio,
                    reasoning,
                    outputAudio,
                    0);
        } catch (JsonFault e) {
            return null;
        }
    }

    private boolean open(String name) {
        int i = usage.find(name);
        if (i < 0 || usage.kind(i) != Kind.OBJECT) {
            return false;
        }
        details.index(usage.bytes(), usage.valueStart(i), usage.valueEnd(i));
        return true;
    }

    private long part(String name) {
        return Math.max(0, count(details, name));
    }

    private static long count(JsonIndex index, String name) {
        int i = index.find(name);
        return i < 0 || index.kind(i) != Kind.NUMBER
                ? -1
                : JsonText.decodeCount(index.bytes(), index.valueStart(i), index.valueEnd(i));
    }
}
