package dev.fairlead.simulator.wire;

import dev.fairlead.simulator.behaviour.TokenCounts;
import dev.fairlead.simulator.behaviour.UsageReport;

/**
 * An answer, before it is written in any format.
 *
 * @param createdSeconds since 1970
 * @param wantsUsage whether the request asked for usage in its stream
 * @param padding bytes of text that its first content has on top of its tokens
 */
public record Answer(
        String id,
        long createdSeconds,
        String model,
        TokenCounts tokens,
        PseudoText text,
        UsageReport usage,
        boolean wantsUsage,
        int padding) {

    /** Whether its client is told a usage. */
    public boolean reportsUsage(boolean stream) {
        return switch (usage) {
            case NORMAL, ZERO -> wantsUsage || !stream;
            case NONE -> false;
            case EVERY -> true;
        };
    }

    /** The text of the tokens from one (counted from zero) up to another; the first one brings the padding. */
    public String text(int from, int to) {
        String words = text.between(from, to);
        return padding == 0 || from > 0 ? words : ".".repeat(padding) + words;
    }
}
