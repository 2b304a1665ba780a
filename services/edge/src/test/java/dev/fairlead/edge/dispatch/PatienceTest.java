package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.List;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Configured as shipped: 120 s until the first content of a stream, 300 s for a whole answer, 10 s at least. */
class PatienceTest {

    private static final long ENOUGH = 20;

    private final Patience patience = new Patience(Settings.edge());

    @Test
    void whileThereIsAnAlternativeAStreamGetsTenTimesItsUsualWorst() {
        assertThat(untilContent(2_500, true, true)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void aFastEndpointGetsTheLeastAnyway() {
        assertThat(untilContent(120, true, true)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aSlowEndpointGetsNoMoreThanTheTimeout() {
        assertThat(untilContent(60_000, true, true)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void theLastToAskGetsAllOfTheTimeout() {
        assertThat(untilContent(120, true, false)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void anUnknownOneGetsAllOfTheTimeout() {
        assertThat(Duration.ofNanos(patience.untilContent(null, true, -1, true)))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(Duration.ofNanos(patience.untilContent(health(120, 50, ENOUGH - 1), true, -1, true)))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aWholeAnswerGetsTheTimeThatItTakesToWriteBesides() {
        // 10 x 500 ms, and 10 x 100 tokens at 50 a second
        assertThat(Duration.ofNanos(patience.untilContent(health(500, 50, ENOUGH), false, 100, true)))
                .isEqualTo(Duration.ofSeconds(25));
        assertThat(untilContent(500, false, true)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aStreamIsHedgedWhenItIsSlowerThanNineOutOfTen() {
        // The p90 is half of the p99 here
        assertThat(Duration.ofNanos(patience.untilHedge(health(1_800, 50, ENOUGH), true, -1)))
                .isEqualTo(Duration.ofMillis(900));
        assertThat(Duration.ofNanos(patience.untilHedge(health(40, 50, ENOUGH), true, -1)))
                .isEqualTo(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(patience.untilHedge(health(90_000, 50, ENOUGH), true, -1)))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsNotKnownIsHedgedAfterAConfiguredTime() {
        assertThat(Duration.ofNanos(patience.untilHedge(null, true, -1))).isEqualTo(Duration.ofSeconds(2));
        assertThat(Duration.ofNanos(patience.untilHedge(null, false, -1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aWholeAnswerIsHedgedAfterTheTimeThatItTakesToWrite() {
        assertThat(Duration.ofNanos(patience.untilHedge(health(1_000, 50, ENOUGH), false, 100)))
                .isEqualTo(Duration.ofMillis(2_500));
    }

    private Duration untilContent(double p99, boolean stream, boolean hasAlternatives) {
        return Duration.ofNanos(patience.untilContent(health(p99, 50, ENOUGH), stream, -1, hasAlternatives));
    }

    private static @Nullable EndpointHealth health(double p99, double slowSpeed, long attempts) {
        WindowStatistics window = new WindowStatistics(
                StatisticsWindow.MINUTES_5,
                attempts,
                attempts,
                new Percentiles(p99 / 4, p99 / 3, p99 / 2, p99),
                new Percentiles(slowSpeed * 2, slowSpeed * 1.5, slowSpeed, slowSpeed / 2));
        return new EndpointHealth(
                "acme/m", BreakerState.CLOSED, null, attempts, 1, p99 / 4, slowSpeed * 2, List.of(window), 0, null);
    }
}
