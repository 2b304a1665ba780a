package dev.fairlead.e2e.faults;

import java.util.List;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL is not needed to answer: its absence delays the books and nothing else. */
@ExtendWith(SharedStack.class)
class PostgresAwayTest {

    private final FaultyStack stack;

    PostgresAwayTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void knownKeysGoOnUnknownOnesAreAskedToComeAgainAndAllIsBookedLater() {
        Tenant tenant = Tenant.POSTGRES_AWAY;
        RunningPart postgres = stack.part(Part.POSTGRES);

        // Given requests in every state
        List<Answer> before;
        List<Answer> during;
        List<Answer> strangers;
        try (Load load = new Load().start(stack.gateways(), 150, Load.mixed(tenant))) {
            FaultyStack.await("some have ended").until(() -> load.finished() >= 40);

            // When PostgreSQL dies, and more requests come before it is back
            postgres.kill();
            during = Load.run(stack.gateways(), 50, Load.mixed(tenant));
            // More than an edge asks billing for in a second
            strangers = Load.run(stack.gateways(), 120, Load.unknownKeys("postgres-away"));
            before = load.answers();
            postgres.start();
        }

        // Then known keys have not noticed, and nobody was told that a key does not exist
        assertThat(before).hasSize(150).allMatch(Answer::completed);
        assertThat(during).hasSize(50).allMatch(Answer::completed);
        assertThat(strangers).hasSize(120).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.retryAfter()).isPresent();
        });
        // and every row is there
        new Parity(stack, tenant)
                .booksWhatClientsSaw(before)
                .booksWhatClientsSaw(during)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
        assertThat(stack.books().generations(tenant)).hasSize(200);
    }
}
