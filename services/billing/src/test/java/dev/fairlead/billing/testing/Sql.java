package dev.fairlead.billing.testing;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** PostgreSQL from a test. */
@ApplicationScoped
public class Sql {

    private final Pool pool;

    Sql(Pool pool) {
        this.pool = pool;
    }

    /** The one number that a query answers. */
    public long number(String query, Object... parameters) {
        Row row = RedisCommands.await(pool.preparedQuery(query).execute(Tuple.wrap(parameters)))
                .iterator()
                .next();
        return row.getLong(0);
    }

    /** Runs a statement; fails as PostgreSQL does. */
    public void run(String statement, Object... parameters) {
        RedisCommands.await(pool.preparedQuery(statement).execute(Tuple.wrap(parameters)));
    }

    /** Makes an organisation without credits. */
    public void organisation(String id) {
        run("INSERT INTO billing.organisation (id, name) VALUES ($1, $1) ON CONFLICT (id) DO NOTHING", id);
    }

    /** What is booked as used by an organisation, in nano-dollars. */
    public long used(String organisation) {
        return number(
                "SELECT balance_nanos FROM billing.ledger_account WHERE organisation_id = $1 AND kind = 'usage'",
                organisation);
    }

    /** Transactions that do not balance plus accounts whose balance is not the sum of their entries. */
    public long ledgerFaults() {
        return number("""
                SELECT (SELECT count(*) FROM (
                            SELECT transaction_id FROM billing.ledger_entry
                            GROUP BY transaction_id HAVING sum(amount_nanos) <> 0 OR count(*) < 2) unbalanced)
                     + (SELECT count(*) FROM billing.ledger_transaction t WHERE NOT EXISTS (
                            SELECT 1 FROM billing.ledger_entry e WHERE e.transaction_id = t.id))
                     + (SELECT count(*) FROM billing.ledger_account a WHERE balance_nanos <> coalesce((
                            SELECT sum(amount_nanos) FROM billing.ledger_entry e WHERE e.account_id = a.id), 0))
                     + (SELECT count(*) FROM (
                            SELECT organisation_id FROM billing.ledger_account
                            GROUP BY organisation_id HAVING sum(balance_nanos) <> 0) lopsided)
                """);
    }
}
