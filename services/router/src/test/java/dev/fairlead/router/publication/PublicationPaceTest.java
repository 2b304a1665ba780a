package dev.fairlead.router.publication;

import java.time.Duration;
import java.util.List;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublicationPaceTest {

    private static final long START = 1_800_000_000_000L;
    private static final List<EndpointHealth> FIGURES = health(1);
    private static final List<EndpointHealth> OTHER_FIGURES = health(2);

    private final PublicationPace pace = new PublicationPace(Duration.ofMillis(200), Duration.ofSeconds(1));

    @Test
    void firstTableIsDueAtOnceEvenIfItIsEmpty() {
        assertThat(isDue(List.of(), START)).isTrue();
    }

    @Test
    void changedFiguresAreDueAfterASecond() {
        pace.published(FIGURES, START);

        assertThat(isDue(OTHER_FIGURES, START + 999)).isFalse();
        assertThat(isDue(OTHER_FIGURES, START + 1_000)).isTrue();
    }

    @Test
    void unchangedFiguresAreNeverDue() {
        pace.published(FIGURES, START);

        assertThat(isDue(health(1), START + 60_000)).isFalse();
    }

    @Test
    void changedBreakerIsDueAtOnceButNotTwiceWithin200Milliseconds() {
        pace.published(FIGURES, START);
        pace.breakerChanged();

        assertThat(isDue(FIGURES, START + 199)).isFalse();
        assertThat(isDue(FIGURES, START + 200)).isTrue();
    }

    @Test
    void tableThatRedisLostIsDueAgain() {
        long version = pace.nextVersion(START);
        pace.published(FIGURES, START);
        pace.seen(version);
        assertThat(isDue(FIGURES, START + 60_000)).isFalse();

        pace.seen(0);

        assertThat(isDue(FIGURES, START + 60_000)).isTrue();
    }

    @Test
    void versionsGrowEvenIfTheClockGoesBackOrAnotherReplicaWasAhead() {
        long first = pace.nextVersion(START);
        long second = pace.nextVersion(START - 5_000);
        pace.seen(START + 60_000);
        long third = pace.nextVersion(START + 1);

        assertThat(first).isEqualTo(START);
        assertThat(second).isEqualTo(START + 1);
        assertThat(third).isEqualTo(START + 60_001);
    }

    private boolean isDue(List<EndpointHealth> health, long nowMillis) {
        return pace.mayBeDue(nowMillis) && pace.isDue(health);
    }

    private static List<EndpointHealth> health(long samples) {
        return List.of(new EndpointHealth("a/m", BreakerState.CLOSED, null, samples, 1, 0, 0));
    }
}
