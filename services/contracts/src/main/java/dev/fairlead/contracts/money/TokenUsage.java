package dev.fairlead.contracts.money;

/**
 * What one call to a provider consumed, in tokens, as disjoint categories: every token is counted in exactly one of
 * them. Providers count differently (OpenAI includes cached tokens in the prompt, Anthropic does not); the provider
 * adapters bring their counts into this form, so that pricing never has to know.
 *
 * @param input prompt tokens that were neither read from nor written to a cache, nor audio or image
 * @param cacheRead prompt tokens read from the provider's prompt cache
 * @param cacheWrite prompt tokens written to the provider's prompt cache, short (five-minute) lifetime
 * @param cacheWrite1h prompt tokens written to the provider's prompt cache with a one-hour lifetime
 * @param inputAudio prompt tokens that are audio
 * @param inputImage prompt tokens that are images
 * @param output completion tokens that are neither reasoning, audio nor image
 * @param reasoning completion tokens spent on reasoning
 * @param outputAudio completion tokens that are audio
 * @param outputImage completion tokens that are images
 */
public record TokenUsage(
        long input,
        long cacheRead,
        long cacheWrite,
        long cacheWrite1h,
        long inputAudio,
        long inputImage,
        long output,
        long reasoning,
        long outputAudio,
        long outputImage) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public TokenUsage {
        // A negative count sets the sign bit of the combined value; naming the one at fault is not worth ten branches.
        if ((input
                        | cacheRead
                        | cacheWrite
                        | cacheWrite1h
                        | inputAudio
                        | inputImage
                        | output
                        | reasoning
                        | outputAudio
                        | outputImage)
                < 0) {
            throw new IllegalArgumentException("a token count is negative");
        }
    }

    /** Plain text in and out, nothing cached. */
    public static TokenUsage ofText(long input, long output) {
        return new TokenUsage(input, 0, 0, 0, 0, 0, output, 0, 0, 0);
    }

    /** All tokens of the prompt. */
    public long promptTokens() {
        return input + cacheRead + cacheWrite + cacheWrite1h + inputAudio + inputImage;
    }

    /** All tokens of the completion. */
    public long completionTokens() {
        return output + reasoning + outputAudio + outputImage;
    }

    public long totalTokens() {
        return promptTokens() + completionTokens();
    }
}
