package dev.fairlead.e2e.suite;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import dev.fairlead.e2e.suite.Simulator.Call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** That a caller's hanging up stops the provider, and is paid for as far as it went. */
public final class Cancellation {

    private static final Duration PROMPT = Duration.ofMillis(250);

    private Cancellation() {}

    /**
     * Waits for the provider to notice that its caller has gone, and for the books to have it.
     *
     * @param closed when the caller hung up
     */
    public static void assertReachedProvider(Suite suite, String generation, Instant closed) {
        Call call = await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> suite.simulator().callsFor(generation),
                        calls -> calls.size() == 1 && calls.getFirst().outcome().equals("client_gone"))
                .getFirst();
        assertThat(Duration.between(closed, Objects.requireNonNull(call.clientClosedAt())))
                .isLessThan(PROMPT);
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(generation))
                .singleElement()
                .satisfies(cost -> assertThat(cost.isPositive()).isTrue());
        assertThat(suite.ledger().isCancelled(generation)).isTrue();
    }
}
