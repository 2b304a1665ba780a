package dev.fairlead.contracts.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LimitResetTest {

    @ParameterizedTest
    @CsvSource({
        // 2026-01-05 and 2026-02-02 are Mondays.
        "2026-01-05T00:00:00Z, 2026-01-05, 2026-01-05, 2026-01-01",
        "2026-01-04T23:59:59.999999999Z, 2026-01-04, 2025-12-29, 2026-01-01",
        "2026-01-01T00:00:00Z, 2026-01-01, 2025-12-29, 2026-01-01",
        "2025-12-31T23:59:59Z, 2025-12-31, 2025-12-29, 2025-12-01",
        "2026-02-01T00:00:00Z, 2026-02-01, 2026-01-26, 2026-02-01",
        "2026-01-31T23:59:59Z, 2026-01-31, 2026-01-26, 2026-01-01",
        "2028-02-29T12:00:00Z, 2028-02-29, 2028-02-28, 2028-02-01",
        "2026-03-01T00:00:00Z, 2026-03-01, 2026-02-23, 2026-03-01",
        // Clocks change here and there on these days; UTC's do not.
        "2026-03-29T01:30:00Z, 2026-03-29, 2026-03-23, 2026-03-01",
        "2026-10-25T23:30:00Z, 2026-10-25, 2026-10-19, 2026-10-01"
    })
    void windowsBeginAtMidnightUtcAndWeeksOnMonday(Instant now, String daily, String weekly, String monthly) {
        assertThat(LimitReset.DAILY.windowAt(now)).isEqualTo(daily);
        assertThat(LimitReset.WEEKLY.windowAt(now)).isEqualTo(weekly);
        assertThat(LimitReset.MONTHLY.windowAt(now)).isEqualTo(monthly);
    }

    @ParameterizedTest
    @EnumSource(LimitReset.class)
    void laterWindowsHaveGreaterNames(LimitReset reset) {
        Instant now = Instant.parse("2023-12-25T00:00:00Z");
        String window = reset.windowAt(now);
        for (int hour = 0; hour < 24 * 800; hour++) {
            now = now.plus(Duration.ofHours(1));
            String next = reset.windowAt(now);
            assertThat(next).isGreaterThanOrEqualTo(window);
            window = next;
        }
    }

    @Test
    void everyMomentLiesInTheWindowThatItsNameSays() {
        Random random = new Random(1);
        for (int round = 0; round < 10_000; round++) {
            Instant now = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
            Instant day = start(LimitReset.DAILY, now);
            Instant week = start(LimitReset.WEEKLY, now);
            Instant month = start(LimitReset.MONTHLY, now);

            assertThat(Duration.between(day, now))
                    .isBetween(Duration.ZERO, Duration.ofDays(1).minusNanos(1));
            assertThat(Duration.between(week, now))
                    .isBetween(Duration.ZERO, Duration.ofDays(7).minusNanos(1));
            assertThat(Duration.between(month, now))
                    .isBetween(Duration.ZERO, Duration.ofDays(31).minusNanos(1));
        }
    }

    private static Instant start(LimitReset reset, Instant now) {
        return LocalDate.parse(reset.windowAt(now)).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
