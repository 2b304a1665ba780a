package dev.fairlead.edge.dispatch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetryBudgetTest {

    @Test
    void anOutageGetsNoMoreThanAShareOfTheRequestsBesidesWhatWasSaved() {
        // Given
        RetryBudget budget = new RetryBudget(0.2, 10);

        // When: each of a thousand requests would like four further attempts
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            budget.requestBegins();
            for (int again = 0; again < 4; again++) {
                taken += budget.tryTake() ? 1 : 0;
            }
        }

        // Then
        assertThat(taken).isBetween(200, 210);
    }

    @Test
    void whatIsSavedUpHasALimit() {
        // Given
        RetryBudget budget = new RetryBudget(0.2, 3);

        // When
        for (int i = 0; i < 1_000; i++) {
            budget.requestBegins();
        }

        // Then
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isFalse();
    }

    @Test
    void aShareOfNothingIsNothing() {
        // Given
        RetryBudget budget = new RetryBudget(0, 0);

        // When
        budget.requestBegins();

        // Then
        assertThat(budget.tryTake()).isFalse();
    }

    @Test
    void nothingIsTakenTwice() throws InterruptedException {
        // Given
        RetryBudget budget = new RetryBudget(0, 1_000);
        AtomicInteger taken = new AtomicInteger();
        int threads = 4;
        CountDownLatch start = new CountDownLatch(1);

        // When
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                executor.execute(() -> {
                    await(start);
                    for (int i = 0; i < 1_000; i++) {
                        if (budget.tryTake()) {
                            taken.incrementAndGet();
                        }
                    }
                });
            }
            start.countDown();
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }

        // Then
        assertThat(taken).hasValue(1_000);
    }

    @Test
    void aNegativeBudgetIsRefused() {
        assertThatThrownBy(() -> new RetryBudget(-0.1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
