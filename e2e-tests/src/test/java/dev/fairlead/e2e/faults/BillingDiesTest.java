package dev.fairlead.e2e.faults;

import java.util.List;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The death of billing, in the middle of booking, costs no request and no cent. */
@ExtendWith(SharedStack.class)
class BillingDiesTest {

    private final FaultyStack stack;

    BillingDiesTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void everyCallIsAnsweredAndBookedOnceAlthoughBillingDiesTwice() {
        Tenant tenant = Tenant.BILLING_DIES;
        RunningPart billing = stack.part(Part.BILLING);

        // Given requests in every state, some of them booked already
        List<Answer> answers;
        try (Load load = new Load().start(stack.gateways(), 200, Load.mixed(tenant))) {
            FaultyStack.await("some are booked")
                    .until(() -> !stack.books().generations(tenant).isEmpty());

            // When billing dies, comes back to what has piled up, and dies over it once more
            billing.kill();
            FaultyStack.await("more have ended").until(() -> load.finished() >= 120);
            billing.start();
            FaultyStack.await("some more have ended").until(() -> load.finished() >= 150);
            billing.kill();
            billing.start();
            answers = load.answers();
        }

        // Then nobody has noticed, and the books are complete
        assertThat(answers).hasSize(200).allMatch(Answer::completed);
        new Parity(stack, tenant)
                .booksWhatClientsSaw(answers)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().generations(tenant)).hasSize(200);
    }
}
