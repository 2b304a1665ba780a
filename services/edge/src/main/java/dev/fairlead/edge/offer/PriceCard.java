package dev.fairlead.edge.offer;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.Thresholds;
import org.jspecify.annotations.Nullable;

/**
 * A price schedule, read out: rough prices for comparing endpoints, and the worst case in whole numbers. What is charged
 * is still worked out from the schedule.
 */
public final class PriceCard {

    private static final Thresholds.Price METRIC = Thresholds.CURRENT.price();
    /** Worst cases are summed in units of a millionth of a nano-dollar, in which list prices are whole numbers. */
    private static final int SCALE = Money.SCALE + 6;

    private static final long UNITS_PER_NANO = 1_000_000;
    private static final long INEXACT = -1;

    private static final List<PriceKind> PROMPT = List.of(
            PriceKind.INPUT,
            PriceKind.CACHE_READ,
            PriceKind.CACHE_WRITE,
            PriceKind.CACHE_WRITE_1H,
            PriceKind.INPUT_AUDIO,
            PriceKind.INPUT_IMAGE);
    private static final List<PriceKind> COMPLETION =
            List.of(PriceKind.OUTPUT, PriceKind.REASONING, PriceKind.OUTPUT_AUDIO, PriceKind.OUTPUT_IMAGE);

    private final PriceSchedule schedule;
    private final Lines usual;
    private final Special[] specials;
    private final boolean exact;

    /**
     * The prices of one kind of call: in dollars for comparing, NaN where special ones leave them; and the dearest
     * that may apply, in units.
     */
    private record Lines(
            double prompt, double completion, double request, long mostPrompt, long mostCompletion, long mostRequest) {

        static Lines of(Map<PriceKind, BigDecimal> amounts) {
            return new Lines(
                    dollars(amounts.get(PriceKind.INPUT)),
                    dollars(amounts.get(PriceKind.OUTPUT)),
                    dollars(amounts.get(PriceKind.REQUEST)),
                    dearest(amounts, PROMPT),
                    dearest(amounts, COMPLETION),
                    dearest(amounts, List.of(PriceKind.REQUEST)));
        }

        private static double dollars(@Nullable BigDecimal amount) {
            return amount == null ? Double.NaN : amount.doubleValue();
        }

        private static long dearest(Map<PriceKind, BigDecimal> amounts, Collection<PriceKind> kinds) {
            return kinds.stream()
                    .map(amounts::get)
                    .filter(Objects::nonNull)
                    .max(BigDecimal::compareTo)
                    .map(Lines::units)
                    .orElse(0L);
        }

        private static long units(BigDecimal amount) {
            BigDecimal units = amount.stripTrailingZeros();
            // Looks at the magnitude first: writing out 1e200000000 would take minutes.
            return units.scale() > SCALE || units.precision() - units.scale() > 3
                    ? INEXACT
                    : units.scaleByPowerOfTen(SCALE).longValueExact();
        }

        boolean isExact() {
            return mostPrompt != INEXACT && mostCompletion != INEXACT && mostRequest != INEXACT;
        }
    }

    private record Special(PriceOverride terms, Lines lines) {}

    PriceCard(PriceSchedule schedule) {
        this.schedule = schedule;
        this.usual = Lines.of(schedule.base().amounts());
        this.specials = schedule.overrides().stream()
                .map(override -> new Special(override, Lines.of(override.amounts())))
                .toArray(Special[]::new);
        boolean allExact = usual.isExact();
        for (Special special : specials) {
            allExact &= special.lines().isExact();
        }
        this.exact = allExact;
    }

    public PriceSchedule schedule() {
        return schedule;
    }

    /** Whether there are prices of their own for a service tier. */
    public boolean hasTier(String serviceTier) {
        for (Special special : specials) {
            if (serviceTier.equals(special.terms().serviceTier())) {
                return true;
            }
        }
        return false;
    }

    /** What endpoints are compared by, in dollars per token; see {@link Thresholds.Price}. */
    public double perToken(long promptTokens, Instant at, @Nullable String serviceTier) {
        return perToken(METRIC.promptShare(), promptTokens, at, serviceTier);
    }

    /** What models are compared by, in dollars per token of a prompt. */
    public double perPromptToken(long promptTokens, Instant at, @Nullable String serviceTier) {
        return perToken(1, promptTokens, at, serviceTier);
    }

    private double perToken(double promptShare, long promptTokens, Instant at, @Nullable String serviceTier) {
        double prompt = usual.prompt();
        double completion = usual.completion();
        double request = usual.request();
        for (Special special : specials) {
            if (special.terms().holds(promptTokens, at, serviceTier)) {
                Lines lines = special.lines();
                prompt = Double.isNaN(lines.prompt()) ? prompt : lines.prompt();
                completion = Double.isNaN(lines.completion()) ? completion : lines.completion();
                request = Double.isNaN(lines.request()) ? request : lines.request();
            }
        }
        return promptShare * prompt + (1 - promptShare) * completion + request / METRIC.tokensOfARequest();
    }

    /** The prices of one call; as {@link PriceSchedule#at}. */
    public TokenPrices at(long promptTokens, Instant at, @Nullable String serviceTier) {
        return schedule.at(promptTokens, at, serviceTier);
    }

    /** The price of a piece in one call, in dollars; null if none is listed. */
    public @Nullable BigDecimal pieceAt(PriceKind kind, long promptTokens, Instant at, @Nullable String serviceTier) {
        BigDecimal price = schedule.pieces().get(kind);
        for (Special special : specials) {
            BigDecimal other = special.terms().amounts().get(kind);
            if (other != null && special.terms().holds(promptTokens, at, serviceTier)) {
                price = other;
            }
        }
        return price;
    }

    /**
     * The most that a call of this size can cost: the same as {@link PriceSchedule#worstCase}, faster.
     *
     * @throws ArithmeticException if it is more than money can express
     */
    public Money worstCase(long promptTokens, long completionTokens, @Nullable String serviceTier) {
        if (!exact) {
            return schedule.worstCase(promptTokens, completionTokens, serviceTier);
        }
        long prompt = usual.mostPrompt();
        long completion = usual.mostCompletion();
        long request = usual.mostRequest();
        for (Special special : specials) {
            if (special.terms().mayHold(promptTokens, serviceTier)) {
                prompt = Math.max(prompt, special.lines().mostPrompt());
                completion = Math.max(completion, special.lines().mostCompletion());
                request = Math.max(request, special.lines().mostRequest());
            }
        }
        if (Math.multiplyHigh(prompt, promptTokens) != 0 || Math.multiplyHigh(completion, completionTokens) != 0) {
            return schedule.worstCase(promptTokens, completionTokens, serviceTier);
        }
        long ofPrompt = prompt * promptTokens;
        long ofCompletion = completion * completionTokens;
        long units = request + ofPrompt + ofCompletion;
        if (ofPrompt < 0 || ofCompletion < 0 || request + ofPrompt < 0 || units < 0) {
            return schedule.worstCase(promptTokens, completionTokens, serviceTier);
        }
        return Money.ofNanos(Math.ceilDiv(units, UNITS_PER_NANO));
    }
}
