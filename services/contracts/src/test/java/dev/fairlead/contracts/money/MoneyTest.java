package dev.fairlead.contracts.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class MoneyTest {

    private static final Money GREATEST = Money.ofNanos(Long.MAX_VALUE);
    private static final Money LEAST = Money.ofNanos(Long.MIN_VALUE);
    private static final Money ONE_NANO = Money.ofNanos(1);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.000000001, 1",
        "1, 1000000000",
        "1.25, 1250000000",
        "-1.25, -1250000000",
        "1e-9, 1",
        "1E+3, 1000000000000",
        "1.000000000000, 1000000000",
        "9223372036.854775807, 9223372036854775807",
        "-9223372036.854775808, -9223372036854775808"
    })
    void takesAmountsExactly(String usd, long nanos) {
        assertThat(Money.ofUsd(usd)).isEqualTo(Money.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001", "1.0000000005", "-0.0000000009", "1e-10"})
    void refusesMoreThanNineDecimalPlaces(String usd) {
        assertThatThrownBy(() -> Money.ofUsd(usd)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036.854775808", "-9223372036.854775809", "1e10", "1e30"})
    void refusesAmountsThatDoNotFit(String usd) {
        BigDecimal amount = new BigDecimal(usd);

        assertThatThrownBy(() -> Money.ofUsd(amount)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.rounded(amount)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.roundedUp(amount)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e200000000", "-1e200000000", "1e999999999", "1e2147483647"})
    void refusesHugeAmountsWithoutWritingThemOut(String usd) {
        BigDecimal amount = new BigDecimal(usd);

        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThatThrownBy(() -> Money.ofUsd(amount)).isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> Money.rounded(amount)).isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> Money.roundedUp(amount)).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    void roundsTinyAmountsWithoutWritingThemOut() {
        BigDecimal tiny = new BigDecimal("1e-200000000");

        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            assertThat(Money.rounded(tiny)).isEqualTo(Money.ZERO);
            assertThat(Money.rounded(tiny.negate())).isEqualTo(Money.ZERO);
            assertThat(Money.roundedUp(tiny)).isEqualTo(ONE_NANO);
            assertThat(Money.roundedUp(tiny.negate())).isEqualTo(Money.ZERO);
            assertThatThrownBy(() -> Money.ofUsd(tiny)).isInstanceOf(ArithmeticException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "$1", "1,25", "NaN", "0x1", "1.2.3"})
    void refusesWhatIsNoDecimal(String usd) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.ofUsd(usd));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000000004999, 0, 1",
        "0.0000000005, 1, 1",
        "0.0000000014999, 1, 2",
        "0.0000000015, 2, 2",
        "0.0000000025, 3, 3",
        "1.0000000004, 1000000000, 1000000001",
        "7, 7000000000, 7000000000",
        "0, 0, 0",
        "0e99, 0, 0",
        "-0.0000000004, 0, 0",
        "-0.0000000005, -1, 0",
        "-0.0000000015, -2, -1"
    })
    void roundsHalfUpForBookingAndUpwardsForReserving(String usd, long rounded, long roundedUp) {
        assertThat(Money.rounded(new BigDecimal(usd)).nanos()).isEqualTo(rounded);
        assertThat(Money.roundedUp(new BigDecimal(usd)).nanos()).isEqualTo(roundedUp);
    }

    @Test
    void roundsAsTheDefinitionSaysForRandomAmounts() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            // Given
            BigDecimal usd = new BigDecimal(new BigInteger(60, random), random.nextInt(40) - 2);
            if (random.nextBoolean()) {
                usd = usd.negate();
            }
            if (usd.abs().compareTo(BigDecimal.valueOf(9_000_000_000L)) > 0) {
                continue;
            }

            // When
            BigDecimal nanos = usd.scaleByPowerOfTen(9);

            // Then
            assertThat(Money.rounded(usd).nanos())
                    .isEqualTo(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
            assertThat(Money.roundedUp(usd).nanos())
                    .isEqualTo(nanos.setScale(0, RoundingMode.CEILING).longValueExact());
        }
    }

    @Test
    void failsOnOverflowInsteadOfGivingAWrongAmount() {
        assertThatThrownBy(() -> GREATEST.plus(ONE_NANO)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> LEAST.plus(Money.ofNanos(-1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> LEAST.minus(ONE_NANO)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.ZERO.minus(LEAST)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(LEAST::negated).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void addsAndSubtractsExactly() {
        Random random = new Random(11);
        for (int round = 0; round < 10_000; round++) {
            Money a = Money.ofNanos(random.nextLong() >> 1);
            Money b = Money.ofNanos(random.nextLong() >> 1);
            assertThat(a.plus(b).minus(b)).isEqualTo(a);
            assertThat(a.minus(b)).isEqualTo(b.minus(a).negated());
            assertThat(a.plus(b)).isEqualTo(b.plus(a));
        }
    }

    @Test
    void survivesTheWayThroughDollarsUnchanged() {
        Random random = new Random(13);
        for (int round = 0; round < 10_000; round++) {
            Money money = Money.ofNanos(random.nextLong() >> random.nextInt(64));
            assertThat(Money.ofUsd(money.toUsd())).isEqualTo(money);
            assertThat(Money.ofUsd(money.toUsd().toPlainString())).isEqualTo(money);
        }
        assertThat(Money.ofUsd(GREATEST.toUsd())).isEqualTo(GREATEST);
        assertThat(Money.ofUsd(LEAST.toUsd())).isEqualTo(LEAST);
    }

    @ParameterizedTest
    @CsvSource({
        "0, $0",
        "1, $0.000000001",
        "-1, -$0.000000001",
        "1250000000, $1.25",
        "-1000, -$0.000001",
        "100000000000000000, $100000000",
        "9223372036854775807, $9223372036.854775807",
        "-9223372036854775808, -$9223372036.854775808"
    })
    void readsAsPeopleWriteIt(long nanos, String text) {
        assertThat(Money.ofNanos(nanos)).hasToString(text);
    }

    @Test
    void knowsItsSignAndOrder() {
        assertThat(Money.ZERO.isZero()).isTrue();
        assertThat(Money.ZERO.isPositive()).isFalse();
        assertThat(Money.ZERO.isNegative()).isFalse();
        assertThat(ONE_NANO.isPositive()).isTrue();
        assertThat(ONE_NANO.negated().isNegative()).isTrue();
        assertThat(List.of(GREATEST, Money.ZERO, LEAST, ONE_NANO).stream().sorted())
                .containsExactly(LEAST, Money.ZERO, ONE_NANO, GREATEST);
        assertThat(Money.max(ONE_NANO, LEAST)).isEqualTo(ONE_NANO);
        assertThat(Money.max(LEAST, ONE_NANO)).isEqualTo(ONE_NANO);
    }
}
