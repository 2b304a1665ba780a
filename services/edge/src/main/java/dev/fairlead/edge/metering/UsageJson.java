package dev.fairlead.edge.metering;

import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;

/** The {@code usage} object that callers get: OpenAI's counts, and what they cost. */
public final class UsageJson {

    private UsageJson() {}

    /** The object; amounts are in dollars. */
    public static String of(TokenUsage usage, Cost cost) {
        String total = cost.total().toUsd().toPlainString();
        return "{\"prompt_tokens\":" + usage.promptTokens()
                + ",\"completion_tokens\":" + usage.completionTokens()
                + ",\"total_tokens\":" + usage.totalTokens()
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + usage.cacheRead()
                + ",\"cache_write_tokens\":" + (usage.cacheWrite() + usage.cacheWrite1h())
                + ",\"audio_tokens\":" + usage.inputAudio()
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + usage.reasoning()
                + ",\"audio_tokens\":" + usage.outputAudio()
                + "},\"cost\":" + total
                + ",\"is_byok\":false,\"cost_details\":{\"upstream_inference_cost\":" + total
                + ",\"upstream_inference_prompt_cost\":" + cost.prompt().toUsd().toPlainString()
                + ",\"upstream_inference_completions_cost\":"
                + cost.completion().toUsd().toPlainString() + "}}";
    }
}
