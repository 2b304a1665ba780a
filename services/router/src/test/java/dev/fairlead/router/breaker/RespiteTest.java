package dev.fairlead.router.breaker;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RespiteTest {

    private static final long NOW = 1_800_000_000_000L;

    @Test
    void endsExactlyWhenTheProviderSaid() {
        Respite respite = Respite.NONE.after(asking(OutcomeKind.RATE_LIMITED, 429, NOW, 3_000), NOW);

        assertThat(respite.holds(NOW + 2_999)).isTrue();
        assertThat(respite.holds(NOW + 3_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // reported at once; a tenth of a second later, as edges do; by a clock that is ahead, or far behind
        "0, 3000",
        "-100, 2900",
        "-1000, 2000",
        "1, 3000",
        "-1001, 3000",
        "-3600000, 3000"
    })
    void timeRunsFromTheAnswerOnIfTheEdgesClockCanBeBelieved(long endedBefore, long expectedMillis) {
        Respite respite = Respite.NONE.after(asking(OutcomeKind.PROVIDER_ERROR, 503, NOW + endedBefore, 3_000), NOW);

        assertThat(respite.untilMillis() - NOW).isEqualTo(expectedMillis);
    }

    @Test
    void laterDeadlineWinsInWhicheverOrderTheyArrive() {
        Outcome late = asking(OutcomeKind.RATE_LIMITED, 429, NOW, 30_000);
        Outcome early = asking(OutcomeKind.RATE_LIMITED, 429, NOW + 500, 1_000);

        assertThat(Respite.NONE.after(late, NOW).after(early, NOW + 500))
                .isEqualTo(Respite.NONE.after(early, NOW + 500).after(late, NOW + 500))
                .isEqualTo(new Respite(NOW + 30_000));
    }

    @Test
    void successDoesNotShortenIt() {
        Respite respite = Respite.NONE.after(asking(OutcomeKind.RATE_LIMITED, 429, NOW, 30_000), NOW);

        assertThat(respite.after(asking(OutcomeKind.SUCCESS, 200, NOW + 10, -1), NOW + 10))
                .isEqualTo(respite);
    }

    @ParameterizedTest
    @CsvSource({"3600000, 3600000", "3600001, 3600000", "9223372036854775807, 3600000", "0, 0", "-1, 0", "-5, 0"})
    void isNeverLongerThanAnHour(long askedMillis, long expectedMillis) {
        Respite respite = Respite.NONE.after(asking(OutcomeKind.RATE_LIMITED, 429, NOW, askedMillis), NOW);

        assertThat(Math.max(0, respite.untilMillis() - NOW)).isEqualTo(expectedMillis);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCESS", "REQUEST_REJECTED", "CLIENT_GONE", "OUTRUN", "LOCAL_LIMIT"})
    void whatIsNoFailureOfTheProviderAsksForNothing(OutcomeKind kind) {
        assertThat(Respite.NONE.after(asking(kind, 0, NOW, 30_000), NOW)).isEqualTo(Respite.NONE);
    }

    private static Outcome asking(OutcomeKind kind, int status, long atMillis, long retryAfterMillis) {
        return new Outcome("acme/m", kind, status, atMillis, -1, 10, 0, 0, retryAfterMillis, false, false);
    }
}
