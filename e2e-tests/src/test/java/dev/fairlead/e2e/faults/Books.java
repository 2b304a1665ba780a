package dev.fairlead.e2e.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.LedgerDatabase;

/** What billing has written down, read from its database. */
final class Books {

    private final LedgerDatabase database;

    Books(LedgerDatabase database) {
        this.database = database;
    }

    /** A generation's record. */
    record Booked(
            String id,
            String upstreamId,
            long promptTokens,
            long completionTokens,
            long costNanos,
            int status,
            boolean cancelled,
            String usageSource) {}

    /** All generations of a tenant by their id. */
    Map<String, Booked> generations(Tenant tenant) {
        Map<String, Booked> booked = new HashMap<>();
        database.query(
                """
                SELECT id, coalesce(upstream_id, ''), tokens_input + tokens_cache_read,
                       tokens_output + tokens_reasoning, cost_nanos, status, cancelled, usage_source
                FROM billing.generation WHERE organisation_id = ?""",
                List.of(tenant.id().value()),
                row -> booked.put(
                        row.getString(1),
                        new Booked(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getInt(6),
                                row.getBoolean(7),
                                row.getString(8))));
        return booked;
    }

    /** What the ledger has moved to a tenant's usage account, in nanos by generation; two postings of one add up. */
    Map<String, Long> postings(Tenant tenant) {
        Map<String, Long> postings = new HashMap<>();
        database.query(
                """
                SELECT t.idempotency_key, e.amount_nanos
                FROM billing.ledger_transaction t
                JOIN billing.ledger_entry e ON e.transaction_id = t.id
                JOIN billing.ledger_account a ON a.id = e.account_id AND a.kind = 'usage'
                WHERE t.kind = 'usage' AND t.organisation_id = ?""", List.of(tenant.id().value()), row -> postings.merge(row.getString(1), row.getLong(2), Long::sum));
        return postings;
    }

    /** The balance of a tenant's usage account. */
    Money used(Tenant tenant) {
        return database.balance(tenant.id().value(), "usage");
    }

    /** Limits what a tenant's key may spend in all. */
    void limitKey(Tenant tenant, Money limit) {
        List<Long> revisions = new ArrayList<>();
        database.query(
                "UPDATE billing.api_key SET limit_nanos = ?, revision = revision + 1, updated_at = now()"
                        + " WHERE hash = ? RETURNING revision",
                List.of(limit.nanos(), tenant.keyHash().value()),
                row -> revisions.add(row.getLong(1)));
        if (revisions.size() != 1) {
            throw new IllegalStateException(tenant + " has no key");
        }
    }
}
