package dev.fairlead.simulator.ledger;

import java.util.List;
import java.util.stream.IntStream;

import dev.fairlead.simulator.behaviour.TokenCounts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private static final CallFilter ALL = new CallFilter(null, null, null, null, null, null, 0);

    private static Ledger ledger(int capacity, double sample) {
        return new Ledger(42, capacity, new Recording(true, sample));
    }

    private static Call call(Ledger ledger, String model) {
        Call call = ledger.begin("chatcmpl-", "default", "request-of-" + model, null);
        call.asked(model, false);
        return call;
    }

    @Test
    void keepsTheLatestCallsOnly() {
        // Given
        Ledger ledger = ledger(3, 1);

        // When
        for (int i = 0; i < 5; i++) {
            call(ledger, "m" + i);
        }

        // Then
        assertThat(ledger.find(ALL, 10)).extracting(Call::model).containsExactly("m4", "m3", "m2");
        assertThat(ledger.find(ALL, 2)).extracting(Call::model).containsExactly("m4", "m3");
        assertThat(ledger.traffic()).isEqualTo(new Ledger.Traffic(5, 5, 5, 3, 3));
    }

    @Test
    void findsByEachFilter() {
        // Given
        Ledger ledger = ledger(10, 1);
        Call a = call(ledger, "a");
        Call b = call(ledger, "b");
        a.by("key-a");
        ledger.end(a, Outcome.COMPLETED);

        // Then
        assertThat(ledger.find(new CallFilter(a.id(), null, null, null, null, null, 0), 9))
                .containsExactly(a);
        assertThat(ledger.find(new CallFilter(null, "b", null, null, null, null, 0), 9))
                .containsExactly(b);
        assertThat(ledger.find(new CallFilter(null, null, "other", null, null, null, 0), 9))
                .isEmpty();
        assertThat(ledger.find(new CallFilter(null, null, null, "key-a", null, null, 0), 9))
                .containsExactly(a);
        assertThat(ledger.find(new CallFilter(null, null, null, null, "request-of-b", null, 0), 9))
                .containsExactly(b);
        assertThat(ledger.find(new CallFilter(null, null, null, null, null, Outcome.RUNNING, 0), 9))
                .containsExactly(b);
        assertThat(ledger.find(new CallFilter(null, null, null, null, null, null, Long.MAX_VALUE), 9))
                .isEmpty();
    }

    @Test
    void tokensAreThoseDeliveredSoFar() {
        // Given
        Call call = call(ledger(10, 1), "m");
        assertThat(call.promptTokens()).isZero();

        // When
        call.answering(new TokenCounts(9, 4, 12, 2, false));
        call.delivered(3);

        // Then
        assertThat(call.promptTokens()).isEqualTo(9);
        assertThat(call.cachedTokens()).isEqualTo(4);
        assertThat(call.completionTokens()).isEqualTo(3);
        assertThat(call.reasoningTokens()).isEqualTo(2);
        assertThat(call.chunks()).isEqualTo(1);
    }

    @Test
    void sumsUpByModelAndOutcome() {
        // Given
        Ledger ledger = ledger(10, 1);
        for (int i = 0; i < 2; i++) {
            Call call = call(ledger, "m");
            call.answering(new TokenCounts(10, 1, 5, 2, false));
            call.deliveredAll(5);
            ledger.end(call, Outcome.COMPLETED);
        }
        ledger.end(call(ledger, "m"), Outcome.CLIENT_GONE);

        // When
        LedgerSummary summary = new LedgerSummary();
        ledger.forEach(ALL, summary::add);

        // Then
        assertThat(summary.groups())
                .containsEntry(new LedgerSummary.Group("m", Outcome.COMPLETED), new LedgerSummary.Sums(2, 20, 2, 10, 4))
                .containsEntry(
                        new LedgerSummary.Group("m", Outcome.CLIENT_GONE), new LedgerSummary.Sums(1, 0, 0, 0, 0));
        assertThat(summary.total()).isEqualTo(new LedgerSummary.Sums(3, 20, 2, 10, 4));
        assertThat(ledger.traffic().inFlight()).isZero();
        assertThat(ledger.traffic().mostInFlight()).isEqualTo(1);
    }

    @Test
    void aSampleIsEvenlySpreadAndTrafficCountsEveryCall() {
        // Given
        Ledger ledger = ledger(1_000, 0.1);

        // When
        for (int i = 0; i < 1_000; i++) {
            call(ledger, "m");
        }

        // Then
        assertThat(ledger.find(ALL, 1_000)).hasSize(100);
        assertThat(ledger.traffic().received()).isEqualTo(1_000);
    }

    @Test
    void switchedOffItKeepsNothing() {
        Ledger ledger = ledger(10, 1);
        ledger.record(new Recording(false, 1));
        call(ledger, "m");
        assertThat(ledger.find(ALL, 10)).isEmpty();
        assertThat(ledger.traffic().received()).isEqualTo(1);
    }

    @Test
    void aClearedLedgerStartsWithTheCallsThatStillRun() {
        Ledger ledger = ledger(10, 1);
        Call running = call(ledger, "m");
        ledger.clear();
        assertThat(ledger.find(ALL, 10)).isEmpty();
        assertThat(ledger.traffic()).isEqualTo(new Ledger.Traffic(0, 1, 1, 0, 10));
        ledger.end(running, Outcome.COMPLETED);
        assertThat(ledger.traffic().inFlight()).isZero();
    }

    @Test
    void idsAreUniqueAndTheSameForTheSameSeed() {
        List<String> ids = ids(new Ledger(42, 10, new Recording(true, 1)));
        assertThat(ids).doesNotHaveDuplicates().isEqualTo(ids(new Ledger(42, 10, new Recording(true, 1))));
        assertThat(ids).isNotEqualTo(ids(new Ledger(43, 10, new Recording(true, 1))));
    }

    private static List<String> ids(Ledger ledger) {
        return IntStream.range(0, 10_000)
                .mapToObj(_ -> ledger.begin("x-", "default", null, null).id())
                .toList();
    }
}
