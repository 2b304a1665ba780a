package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint charges, in dollars per token (and per request), as exact decimals.
 *
 * <p>A price that is {@code null} is not listed by the provider; its tokens are charged at the price of the category
 * that they would belong to without the distinction (cached prompt tokens as prompt, reasoning as completion).
 *
 * @param prompt per prompt token
 * @param completion per completion token
 * @param request per request, whatever its tokens
 * @param cacheRead per prompt token read from cache
 * @param cacheWrite per prompt token written to cache (five minutes)
 * @param cacheWrite1h per prompt token written to cache (one hour)
 * @param reasoning per reasoning token
 * @param inputAudio per audio token of the prompt
 * @param inputImage per image token of the prompt
 * @param outputAudio per audio token of the completion
 * @param outputImage per image token of the completion
 */
public record TokenPrices(
        BigDecimal prompt,
        BigDecimal completion,
        BigDecimal request,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite,
        @Nullable BigDecimal cacheWrite1h,
        @Nullable BigDecimal reasoning,
        @Nullable BigDecimal inputAudio,
        @Nullable BigDecimal inputImage,
        @Nullable BigDecimal outputAudio,
        @Nullable BigDecimal outputImage) {

    private static final int PER_MILLION = 6;

    public static final TokenPrices FREE = perMillion(BigDecimal.ZERO, BigDecimal.ZERO);

    public TokenPrices {
        requireNotNegative("prompt", prompt);
        requireNotNegative("completion", completion);
        requireNotNegative("request", request);
        requireNotNegative("cacheRead", cacheRead);
        requireNotNegative("cacheWrite", cacheWrite);
        requireNotNegative("cacheWrite1h", cacheWrite1h);
        requireNotNegative("reasoning", reasoning);
        requireNotNegative("inputAudio", inputAudio);
        requireNotNegative("inputImage", inputImage);
        requireNotNegative("outputAudio", outputAudio);
        requireNotNegative("outputImage", outputImage);
    }

    /** Prices of text in dollars per million tokens, as providers list them. */
    public static TokenPrices perMillion(BigDecimal prompt, BigDecimal completion) {
        return new TokenPrices(
                prompt.movePointLeft(PER_MILLION),
                completion.movePointLeft(PER_MILLION),
                BigDecimal.ZERO,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Prices by their kinds; kinds that are not counted in tokens are left out, but the request.
     *
     * @param amounts dollars per single token, and per request
     */
    public static TokenPrices of(Map<PriceKind, BigDecimal> amounts) {
        return new TokenPrices(
                amounts.getOrDefault(PriceKind.INPUT, BigDecimal.ZERO),
                amounts.getOrDefault(PriceKind.OUTPUT, BigDecimal.ZERO),
                amounts.getOrDefault(PriceKind.REQUEST, BigDecimal.ZERO),
                amounts.get(PriceKind.CACHE_READ),
                amounts.get(PriceKind.CACHE_WRITE),
                amounts.get(PriceKind.CACHE_WRITE_1H),
                amounts.get(PriceKind.REASONING),
                amounts.get(PriceKind.INPUT_AUDIO),
                amounts.get(PriceKind.INPUT_IMAGE),
                amounts.get(PriceKind.OUTPUT_AUDIO),
                amounts.get(PriceKind.OUTPUT_IMAGE));
    }

    /** These prices by their kinds, without those that are not listed. */
    public Map<PriceKind, BigDecimal> amounts() {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        put(amounts, PriceKind.INPUT, prompt);
        put(amounts, PriceKind.OUTPUT, completion);
        put(amounts, PriceKind.REQUEST, request);
        put(amounts, PriceKind.CACHE_READ, cacheRead);
        put(amounts, PriceKind.CACHE_WRITE, cacheWrite);
        put(amounts, PriceKind.CACHE_WRITE_1H, cacheWrite1h);
        put(amounts, PriceKind.REASONING, reasoning);
        put(amounts, PriceKind.INPUT_AUDIO, inputAudio);
        put(amounts, PriceKind.INPUT_IMAGE, inputImage);
        put(amounts, PriceKind.OUTPUT_AUDIO, outputAudio);
        put(amounts, PriceKind.OUTPUT_IMAGE, outputImage);
        return amounts;
    }

    /** These prices with some of them replaced. */
    TokenPrices with(Map<PriceKind, BigDecimal> others) {
        return merged(others, (old, other) -> other);
    }

    /** Of each kind the dearer of two prices. */
    TokenPrices dearer(Map<PriceKind, BigDecimal> others) {
        return merged(others, BigDecimal::max);
    }

    private TokenPrices merged(Map<PriceKind, BigDecimal> others, BinaryOperator<BigDecimal> choice) {
        Map<PriceKind, BigDecimal> merged = amounts();
        others.forEach((kind, amount) -> merged.merge(kind, amount, choice));
        return of(merged);
    }

    private static void put(Map<PriceKind, BigDecimal> amounts, PriceKind kind, @Nullable BigDecimal amount) {
        if (amount != null) {
            amounts.put(kind, amount);
        }
    }

    /** The cost of one call: exact, then rounded once. */
    public Cost costOf(TokenUsage usage) {
        BigDecimal promptSide = request.add(times(prompt, usage.input()))
                .add(times(cacheRead, prompt, usage.cacheRead()))
                .add(times(cacheWrite, prompt, usage.cacheWrite()))
                .add(times(cacheWrite1h, cacheWrite == null ? prompt : cacheWrite, usage.cacheWrite1h()))
                .add(times(inputAudio, prompt, usage.inputAudio()))
                .add(times(inputImage, prompt, usage.inputImage()));
        BigDecimal completionSide = times(completion, usage.output())
                .add(times(reasoning, completion, usage.reasoning()))
                .add(times(outputAudio, completion, usage.outputAudio()))
                .add(times(outputImage, completion, usage.outputImage()));
        Money total = Money.rounded(promptSide.add(completionSide));
        Money completionPart = Money.rounded(completionSide);
        return new Cost(total, total.minus(completionPart), completionPart);
    }

    /**
     * The most that a call of this size can cost, whatever categories its tokens turn out to belong to. Never less
     * than {@link #costOf} of any usage with as many prompt and completion tokens.
     */
    public Money worstCase(long promptTokens, long completionTokens) {
        BigDecimal dearestPrompt = dearest(prompt, cacheRead, cacheWrite, cacheWrite1h, inputAudio, inputImage);
        BigDecimal dearestCompletion = dearest(completion, reasoning, outputAudio, outputImage);
        return Money.roundedUp(
                request.add(times(dearestPrompt, promptTokens)).add(times(dearestCompletion, completionTokens)));
    }

    private static BigDecimal times(@Nullable BigDecimal price, BigDecimal otherwise, long tokens) {
        return times(price == null ? otherwise : price, tokens);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return tokens == 0 ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal dearest(BigDecimal first, @Nullable BigDecimal... others) {
        BigDecimal dearest = first;
        for (BigDecimal other : others) {
            if (other != null && other.compareTo(dearest) > 0) {
                dearest = other;
            }
        }
        return dearest;
    }

    static void requireNotNegative(PriceKind kind, BigDecimal price) {
        requireNotNegative(kind.field(), price);
    }

    private static void requireNotNegative(String name, @Nullable BigDecimal price) {
        if (price != null && price.signum() < 0) {
            throw new IllegalArgumentException("the price '" + name + "' is negative: " + price.toPlainString());
        }
    }
}
