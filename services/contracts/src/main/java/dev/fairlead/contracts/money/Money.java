package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of United States dollars as a whole number of nano-dollars (1 USD = 1,000,000,000 nanos).
 *
 * <p>A {@code long} of nanos reaches about ±9.2 billion dollars. All arithmetic is checked: an overflow is an
 * {@link ArithmeticException}, never a wrong amount.
 *
 * @param nanos the amount in nano-dollars; may be negative
 */
public record Money(long nanos) implements Comparable<Money> {

    /** Decimal places of a nano-dollar. */
    public static final int SCALE = 9;

    /** Decimal digits of the greatest number of nanos. */
    private static final int LONGEST = 19;

    public static final Money ZERO = new Money(0);

    public static Money ofNanos(long nanos) {
        return nanos == 0 ? ZERO : new Money(nanos);
    }

    /**
     * An exact amount.
     *
     * @throws ArithmeticException if {@code usd} has more than nine decimal places or does not fit
     */
    public static Money ofUsd(BigDecimal usd) {
        return ofNanos(usd.scaleByPowerOfTen(SCALE).longValueExact());
    }

    /** As {@link #ofUsd(BigDecimal)}, from decimal text such as {@code "1.25"}. */
    public static Money ofUsd(String usd) {
        return ofUsd(new BigDecimal(usd));
    }

    /**
     * The amount nearest to {@code usd}, half up: the one rounding that the cost of a generation goes through.
     *
     * @throws ArithmeticException if the amount does not fit
     */
    public static Money rounded(BigDecimal usd) {
        return ofNanos(toNanos(usd, RoundingMode.HALF_UP));
    }

    /** The amount rounded up to the next nano-dollar: for reservations, which must never be too small. */
    public static Money roundedUp(BigDecimal usd) {
        return ofNanos(toNanos(usd, RoundingMode.CEILING));
    }

    /** Looks at the magnitude first: writing out {@code 1e200000000} would take minutes and gigabytes. */
    private static long toNanos(BigDecimal usd, RoundingMode rounding) {
        BigDecimal nanos = usd.scaleByPowerOfTen(SCALE);
        long digits = (long) nanos.precision() - nanos.scale();
        if (digits < 0 || nanos.signum() == 0) {
            // Less than a tenth of a nano-dollar, which is all that the rounding wants to know.
            nanos = BigDecimal.valueOf(nanos.signum(), 1);
        } else if (digits > LONGEST) {
            throw new ArithmeticException("the amount does not fit");
        }
        return nanos.setScale(0, rounding).longValueExact();
    }

    public Money plus(Money other) {
        return ofNanos(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return ofNanos(Math.subtractExact(nanos, other.nanos));
    }

    public Money negated() {
        return ofNanos(Math.negateExact(nanos));
    }

    public boolean isZero() {
        return nanos == 0;
    }

    public boolean isNegative() {
        return nanos < 0;
    }

    public boolean isPositive() {
        return nanos > 0;
    }

    public static Money max(Money a, Money b) {
        return a.nanos >= b.nanos ? a : b;
    }

    /** The amount in dollars, exact, without trailing zeros. */
    public BigDecimal toUsd() {
        return nanos == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /** The amount as people write it: {@code $1.25}, {@code -$0.000001}. */
    @Override
    public String toString() {
        String text = toUsd().abs().toPlainString();
        return (nanos < 0 ? "-$" : "$") + text;
    }
}
