package dev.fairlead.billing.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import jakarta.inject.Inject;

import dev.fairlead.billing.booking.UsageFeed;
import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.usage.UsageEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class LedgerTest {

    @Inject
    Ledger ledger;

    @Inject
    Sql sql;

    @Inject
    UsageFeed feed;

    private void grant(String organisation, long nanos, String key) throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> ledger.grant(new OrganisationId(organisation), Money.ofNanos(nanos), null, "tester", key));
    }

    private Ledger.Credits credits(String organisation) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> ledger.credits(new OrganisationId(organisation)));
    }

    @Test
    void afterAnyTopUpsUsagesAndRepetitionsTheLedgerEqualsTheModel() throws Throwable {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            List<String> organisations = List.of("model-a-" + seed, "model-b-" + seed);
            organisations.forEach(sql::organisation);
            Map<String, Long> granted = new HashMap<>();
            Map<String, Long> used = new HashMap<>();
            Set<String> grants = new HashSet<>();
            List<UsageEvent> past = new ArrayList<>();

            for (int step = 0; step < 40; step++) {
                String organisation = organisations.get(random.nextInt(2));
                if (random.nextInt(4) == 0) {
                    // Few keys, so that many grants are repetitions; the amount belongs to the key.
                    int key = random.nextInt(6);
                    grant(organisation, 1_000_000_007L * (key + 1), "grant-" + key);
                    if (grants.add(organisation + key)) {
                        granted.merge(organisation, 1_000_000_007L * (key + 1), Long::sum);
                    }
                } else {
                    List<UsageEvent> batch = new ArrayList<>();
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        long cost = random.nextInt(3) == 0 ? 0 : random.nextLong(5_000_000_000L);
                        UsageEvent event =
                                Events.of(Events.newGeneration(), organisation, KeyHash.of(organisation), cost);
                        used.merge(organisation, cost, Long::sum);
                        batch.add(event);
                    }
                    for (int i = random.nextInt(4); i > 0 && !past.isEmpty(); i--) {
                        batch.add(past.get(random.nextInt(past.size())));
                    }
                    past.addAll(batch);
                    feed.book(batch);
                }
            }

            for (String organisation : organisations) {
                Ledger.Credits credits = credits(organisation);
                assertThat(credits.granted().nanos())
                        .as("granted, seed %d", seed)
                        .isEqualTo(granted.getOrDefault(organisation, 0L));
                assertThat(credits.used().nanos())
                        .as("used, seed %d", seed)
                        .isEqualTo(used.getOrDefault(organisation, 0L));
                assertThat(sql.number(
                                "SELECT coalesce(sum(cost_nanos), 0)::bigint FROM billing.usage_day WHERE organisation_id = $1",
                                organisation))
                        .as("usage by day, seed %d", seed)
                        .isEqualTo(used.getOrDefault(organisation, 0L));
            }
            assertThat(sql.ledgerFaults()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void whatIsInTheLedgerCannotBeChanged() throws Throwable {
        grant("immutable", 5, "x");

        for (String statement : List.of(
                "UPDATE billing.ledger_entry SET amount_nanos = amount_nanos + 1",
                "DELETE FROM billing.ledger_entry",
                "UPDATE billing.ledger_transaction SET note = 'x'",
                "DELETE FROM billing.ledger_transaction",
                "TRUNCATE billing.ledger_entry")) {
            assertThatThrownBy(() -> sql.run(statement)).hasMessageContaining("append-only");
        }
    }

    @Test
    void whatDoesNotBalanceIsNotWritten() throws Throwable {
        grant("balanced", 5, "x");
        String newTransaction =
                "WITH t AS (INSERT INTO billing.ledger_transaction (kind, idempotency_key, organisation_id)"
                        + " VALUES ('adjustment', 'unbalanced', 'balanced') RETURNING id) ";
        String oneSided = newTransaction + "INSERT INTO billing.ledger_entry SELECT t.id, a.id, 7 FROM t,"
                + " billing.ledger_account a WHERE a.organisation_id = 'balanced' AND a.kind = 'wallet'";
        String empty = newTransaction + "SELECT id FROM t";
        String late = "INSERT INTO billing.ledger_entry SELECT t.id, a.id,"
                + " CASE a.kind WHEN 'usage' THEN 7 ELSE -7 END FROM billing.ledger_transaction t"
                + " JOIN billing.ledger_account a USING (organisation_id)"
                + " WHERE t.idempotency_key = 'grant:balanced:x' AND a.kind IN ('usage', 'adjustment')";

        assertThatThrownBy(() -> sql.run(oneSided)).hasMessageContaining("does not balance");
        assertThatThrownBy(() -> sql.run(empty)).hasMessageContaining("has no entries");
        assertThatThrownBy(() -> sql.run(late)).hasMessageContaining("is closed");
        assertThat(sql.ledgerFaults()).isZero();
    }

    @Test
    void theFirstCreditsAreGrantedOnce() throws Throwable {
        OrganisationId organisation = new OrganisationId("newcomer");
        for (int i = 0; i < 3; i++) {
            VertxContextSupport.subscribeAndAwait(() -> ledger.grantOnce(organisation, Money.ofUsd("2"), "bootstrap"));
        }

        assertThat(credits("newcomer").granted()).isEqualTo(Money.ofUsd("2"));
    }
}
