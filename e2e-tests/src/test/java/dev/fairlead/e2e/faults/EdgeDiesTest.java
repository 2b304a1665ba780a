package dev.fairlead.e2e.faults;

import java.net.URI;
import java.util.List;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import dev.fairlead.e2e.faults.Provider.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has seen an answer has paid for it, once, even if the edge dies right after; who has not leaves nothing behind. */
@ExtendWith(SharedStack.class)
class EdgeDiesTest {

    private final FaultyStack stack;

    EdgeDiesTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void callsThatEndedAreBookedAndReservationsOfTheOthersReturn() {
        Tenant tenant = Tenant.EDGE_DIES;
        RunningPart dying = stack.edges().get(1);

        // Given requests in every state, on two edges
        List<Answer> answers;
        try (Load load = new Load().start(stack.gateways(), 200, Load.mixed(tenant))) {
            FaultyStack.await("some have ended").until(() -> load.finished() >= 60);

            // When one of them dies
            dying.kill();
            answers = load.answers();
        }

        // Then the calls at the other one know nothing of it
        for (int i = 0; i < answers.size(); i += 2) {
            assertThat(answers.get(i).completed()).as("call %d", i).isTrue();
        }
        assertThat(answers).anyMatch(answer -> !answer.completed());
        // What was completed is booked, and the reservations of what was not are gone when their leases have lapsed
        new Parity(stack, tenant)
                .booksWhatClientsSaw(answers)
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.provider().calls())
                .extracting(Call::id)
                .containsAll(stack.books().generations(tenant).values().stream()
                        .map(Books.Booked::upstreamId)
                        .toList());

        // When it comes back
        dying.start();

        // Then it serves as before
        assertThat(Load.run(List.of(dying.uri()), 10, Load.mixed(tenant))).allMatch(Answer::completed);
    }

    @Test
    void whatLiesInTheJournalOfADeadEdgeIsBookedWhenItComesBack() {
        Tenant tenant = Tenant.EDGE_DIES_WITH_JOURNAL;
        RunningPart dying = stack.edges().get(1);
        List<URI> only = List.of(dying.uri());
        assertThat(Load.run(only, 2, Load.mixed(tenant))).allMatch(Answer::completed);

        // Given an edge that has served without Redis, and dies
        stack.part(Part.REDIS).kill();
        List<Answer> answers = Load.run(only, 20, Load.mixed(tenant));
        assertThat(answers).allMatch(Answer::completed);
        assertThat(stack.journalLines(dying)).isGreaterThanOrEqualTo(20);
        dying.kill();

        // When all is back, and nobody calls the edge
        stack.part(Part.REDIS).start();
        dying.start();

        // Then it has told what its former self had written down
        new Parity(stack, tenant)
                .booksWhatClientsSaw(answers)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
    }
}
