package dev.fairlead.edge.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OfflineAllowanceTest {

    private static final Money CENT = Money.ofUsd("0.01");
    private static final Money DOLLAR = Money.ofUsd("1");

    private final OfflineAllowance allowance = new OfflineAllowance(DOLLAR);

    @Test
    void isTakenUpToItsLastNano() {
        assertThat(allowance.take(key("acme", null), DOLLAR.minus(Money.ofNanos(1))))
                .isTrue();
        assertThat(allowance.take(key("acme", null), Money.ofNanos(2))).isFalse();
        assertThat(allowance.take(key("acme", null), Money.ofNanos(1))).isTrue();
        assertThat(allowance.take(key("acme", null), Money.ofNanos(1))).isFalse();
        assertThat(allowance.take(key("acme", null), Money.ZERO)).isTrue();
    }

    @Test
    void isEachOrganisationsOwn() {
        assertThat(allowance.take(key("acme", null), DOLLAR)).isTrue();
        assertThat(allowance.take(key("other", null), DOLLAR)).isTrue();
        assertThat(allowance.take(key("other", null), CENT)).isFalse();
    }

    @Test
    void neverGivesAKeyMoreThanItsOwnLimit() {
        ApiKey poor = key("acme", Money.ofUsd("0.05"));

        assertThat(allowance.take(poor, Money.ofUsd("0.06"))).isFalse();
        assertThat(allowance.take(poor, Money.ofUsd("0.05"))).isTrue();
        assertThat(allowance.take(poor, CENT)).isFalse();
    }

    @Test
    void refusesEverythingWhereItIsZero() {
        OfflineAllowance none = new OfflineAllowance(Money.ZERO);

        assertThat(none.take(key("acme", null), Money.ofNanos(1))).isFalse();
    }

    @Test
    void refusesAmountsThatCouldOverflow() {
        allowance.take(key("acme", null), CENT);

        assertThat(allowance.take(key("acme", null), Money.ofNanos(Long.MAX_VALUE)))
                .isFalse();
    }

    @Test
    void isGivenBackAndStartsAnewAfterTheOutage() {
        ApiKey key = key("acme", null);
        allowance.take(key, DOLLAR);

        allowance.giveBack(key.organisation(), CENT);
        assertThat(allowance.take(key, CENT)).isTrue();
        assertThat(allowance.take(key, CENT)).isFalse();

        allowance.reset();
        assertThat(allowance.take(key, DOLLAR)).isTrue();
    }

    @Test
    void doesNotGrowByWhatIsGivenBackAfterTheOutage() {
        // Given: taken in one outage, and given back in the next.
        ApiKey key = key("acme", null);
        allowance.take(key, DOLLAR);
        allowance.reset();
        allowance.take(key, CENT);

        // When
        allowance.giveBack(key.organisation(), DOLLAR);

        // Then
        Money more = Money.ZERO;
        while (allowance.take(key, CENT)) {
            more = more.plus(CENT);
        }
        assertThat(more).isLessThanOrEqualTo(DOLLAR);
    }

    @Test
    void isNeverExceededByConcurrentTakes() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 20; round++) {
            // Given
            OfflineAllowance shared = new OfflineAllowance(DOLLAR);
            AtomicLong taken = new AtomicLong();
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> callers = new ArrayList<>();

            // When
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int caller = 0; caller < 8; caller++) {
                    callers.add(threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < 500; i++) {
                            if (shared.take(key("acme", null), CENT)) {
                                taken.addAndGet(CENT.nanos());
                                if (i % 3 == 0) {
                                    taken.addAndGet(-CENT.nanos());
                                    shared.giveBack(new OrganisationId("acme"), CENT);
                                }
                                assertThat(taken.get()).isLessThanOrEqualTo(DOLLAR.nanos());
                            }
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> caller : callers) {
                    caller.get();
                }
            }

            // Then
            assertThat(taken.get()).isEqualTo(DOLLAR.nanos());
        }
    }

    private static ApiKey key(String organisation, @Nullable Money limit) {
        return new ApiKey(
                KeyHash.of(organisation),
                new OrganisationId(organisation),
                "name",
                "label",
                null,
                ApiKey.State.ACTIVE,
                limit,
                null,
                null,
                Instant.EPOCH,
                1);
    }
}
