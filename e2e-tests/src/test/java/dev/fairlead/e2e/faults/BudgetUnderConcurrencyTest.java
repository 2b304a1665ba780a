package dev.fairlead.e2e.faults;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.faults.RedisClient.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Nobody spends more than there is, however many ask at once and whichever edge they ask. */
@ExtendWith(SharedStack.class)
class BudgetUnderConcurrencyTest {

    private static final Money DOLLAR = Money.ofUsd("1.00");
    private static final int CALLS = 400;

    private final FaultyStack stack;

    BudgetUnderConcurrencyTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void organisationWithOneDollarGetsExactlyAHundredCallsOfACent() {
        spendADollar(Tenant.ONE_DOLLAR, Tenant.ONE_DOLLAR.organisationLevel());
    }

    @Test
    void keyWithALimitOfOneDollarGetsExactlyAHundredCallsOfACent() {
        stack.books().limitKey(Tenant.CAPPED_KEY, DOLLAR);
        FaultyStack.await("the limit is published").untilAsserted(() -> {
            try (RedisClient redis = stack.redis()) {
                assertThat(redis.level(Tenant.CAPPED_KEY.keyLevel()).limit()).isEqualTo(DOLLAR.nanos());
            }
        });

        spendADollar(Tenant.CAPPED_KEY, Tenant.CAPPED_KEY.keyLevel());
    }

    private void spendADollar(Tenant tenant, String bindingLevel) {
        // Given a provider that takes long enough for all calls to be there at once
        stack.provider().behave("sim-flat", "{\"latency\":\"500ms\"}");

        // When four hundred calls of a cent come at once, over two edges
        List<Answer> answers;
        try (Sampling sampling = new Sampling(stack, bindingLevel)) {
            answers = Load.run(stack.gateways(), CALLS, Load.oneCent(tenant));
            sampling.check();
        }

        // Then a hundred are carried out, and the others are told that there is no credit
        assertThat(byStatus(answers)).isEqualTo(Map.of(200, 100L, 402, 300L));
        assertThat(answers.stream().filter(Answer::completed)).hasSize(100);
        assertThat(stack.provider().calls()).hasSize(100);
        new Parity(stack, tenant)
                .booksWhatClientsSaw(answers)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().used(tenant)).isEqualTo(DOLLAR);
    }

    @Test
    void callsThatMayCostFiveTimesWhatTheyDoNeverExceedTheLimitAndSpendItInTheEnd() {
        // Given a key with a limit that is ten worst cases and fifty-five real costs
        Tenant tenant = Tenant.OVERESTIMATED;
        long real = 6 * 1_000 + 40 * 2_000;
        Money limit = Money.ofNanos(55 * real);
        stack.books().limitKey(tenant, limit);
        FaultyStack.await("the limit is published").untilAsserted(() -> {
            try (RedisClient redis = stack.redis()) {
                assertThat(redis.level(tenant.keyLevel()).limit()).isEqualTo(limit.nanos());
            }
        });
        AtomicInteger completed = new AtomicInteger();

        // When callers try again until nothing is left for a worst case
        try (Sampling sampling = new Sampling(stack, tenant.keyLevel())) {
            FaultyStack.await("nothing is left for a worst case").until(() -> {
                List<Answer> answers = Load.run(
                        stack.gateways(),
                        40,
                        i -> new Load.Request(
                                tenant.key(), "sim-fast", i % 2 == 0, 200, "latency=100ms,completion=40,prompt=6"));
                completed.addAndGet(
                        (int) answers.stream().filter(Answer::completed).count());
                assertThat(byStatus(answers).keySet()).isSubsetOf(200, 402);
                return answers.stream().noneMatch(Answer::completed);
            });
            sampling.check();
        }

        // Then all was spent but what a worst case would have exceeded, and never more
        new Parity(stack, tenant).ledgerIsGenerations().redisIsLedger();
        assertThat(stack.books().used(tenant).nanos())
                .isEqualTo(completed.get() * real)
                .isBetween(45 * real, limit.nanos());
    }

    private static Map<Integer, Long> byStatus(List<Answer> answers) {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
    }

    /** Looks at a level every ten milliseconds. */
    private static final class Sampling implements AutoCloseable {

        private final RedisClient redis;
        private final Queue<Level> samples = new ConcurrentLinkedQueue<>();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        Sampling(FaultyStack stack, String level) {
            redis = stack.redis();
            timer.scheduleAtFixedRate(() -> samples.add(redis.level(level)), 0, 10, TimeUnit.MILLISECONDS);
        }

        void check() {
            assertThat(samples)
                    .isNotEmpty()
                    .anyMatch(level -> level.reserved() > 0)
                    .allSatisfy(level -> {
                        long limit = requireNonNull(level.limit());
                        assertThat(level.used() + level.reserved()).isLessThanOrEqualTo(limit);
                        assertThat(level.left()).isEqualTo(limit - level.used() - level.reserved());
                    });
        }

        @Override
        public void close() {
            timer.shutdownNow();
            timer.close();
            redis.close();
        }
    }
}
