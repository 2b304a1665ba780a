package dev.fairlead.billing.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import jakarta.inject.Singleton;

import dev.fairlead.billing.organisation.OrganisationRow;
import dev.fairlead.billing.organisation.Organisations;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The ledger: double entry, append-only. The database enforces that each transaction balances, that nothing is changed
 * afterwards, and that every account's balance is the sum of its entries.
 *
 * <p>Usage is booked in batches by {@link dev.fairlead.billing.booking}; everything else goes through here.
 */
@Singleton
public final class Ledger {

    private static final String POST = """
            INSERT INTO billing.ledger_entry (transaction_id, account_id, amount_nanos)
            SELECT CAST(?1 AS bigint), id, CAST(?2 AS bigint) * CASE kind WHEN ?3 THEN 1 ELSE -1 END
            FROM billing.ledger_account WHERE organisation_id = ?4 AND kind IN (?3, ?5)
            """;

    private static final String WALLET_AMOUNT = """
            SELECT e.amount_nanos FROM billing.ledger_entry e
            JOIN billing.ledger_account a ON a.id = e.account_id
            WHERE e.transaction_id = ?1 AND a.kind = 'wallet'
            """;

    private static final String CREDITS = """
            SELECT CAST(coalesce(sum(balance_nanos) FILTER (WHERE kind IN ('wallet', 'usage')), 0) AS bigint),
                   CAST(coalesce(sum(balance_nanos) FILTER (WHERE kind = 'usage'), 0) AS bigint)
            FROM billing.ledger_account WHERE organisation_id = ?1
            """;

    private final Mutiny.SessionFactory sessions;
    private final Organisations organisations;

    Ledger(Mutiny.SessionFactory sessions, Organisations organisations) {
        this.sessions = sessions;
        this.organisations = organisations;
    }

    /**
     * What an organisation was granted and has used.
     *
     * @param granted all credits ever, less what was taken back
     * @param used usage booked
     */
    public record Credits(Money granted, Money used) {}

    /** An organisation's credits; zero if nothing was ever booked for it. */
    public Uni<Credits> credits(OrganisationId organisation) {
        return sessions.withSession(session -> session.createNativeQuery(CREDITS, Object[].class)
                .setParameter(1, organisation.value())
                .getSingleResult()
                .map(row -> new Credits(Money.ofNanos((Long) row[0]), Money.ofNanos((Long) row[1]))));
    }

    /**
     * Grants credits, once for each idempotency key: a repetition gets the first answer.
     *
     * @param amount more than zero
     * @param idempotencyKey unique within the organisation
     * @return fails with {@link IdempotencyConflictException} if the key was used for another amount or note
     */
    public Uni<Grant> grant(
            OrganisationId organisation, Money amount, @Nullable String note, String actor, String idempotencyKey) {
        String key = "grant:" + organisation + ":" + idempotencyKey;
        return sessions.withTransaction(session -> organisations
                .lock(session, organisation)
                // The lock makes look-up and insert one step for all who grant to this organisation.
                .chain(locked -> find(session, key)
                        .chain(earlier -> earlier == null
                                ? post(session, locked, amount, note, actor, key)
                                : replay(session, earlier, amount, note))));
    }

    /** Grants an organisation its first credits, once ever, whatever amount was given the first time. */
    public Uni<Void> grantOnce(OrganisationId organisation, Money amount, String actor) {
        String key = "first:" + organisation;
        return sessions.withTransaction(session -> organisations
                .lock(session, organisation)
                .chain(locked -> find(session, key)
                        .chain(earlier -> earlier == null
                                ? post(session, locked, amount, null, actor, key)
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem())));
    }

    private static Uni<@Nullable LedgerTransactionRow> find(Mutiny.Session session, String key) {
        return session.createSelectionQuery(
                        "FROM LedgerTransactionRow WHERE idempotencyKey = :key", LedgerTransactionRow.class)
                .setParameter("key", key)
                .getSingleResultOrNull();
    }

    private static Uni<Grant> post(
            Mutiny.Session session,
            OrganisationRow organisation,
            Money amount,
            @Nullable String note,
            String actor,
            String key) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        LedgerTransactionRow row = new LedgerTransactionRow("top_up", key, organisation.id(), note, actor, now);
        organisation.spendingChanged();
        return session.persist(row)
                .call(session::flush)
                .chain(() -> session.createNativeQuery(POST)
                        .setParameter(1, row.id())
                        .setParameter(2, amount.nanos())
                        .setParameter(3, "wallet")
                        .setParameter(4, organisation.id())
                        .setParameter(5, "funding")
                        .executeUpdate())
                .map(posted -> grant(row, amount));
    }

    private static Uni<Grant> replay(
            Mutiny.Session session, LedgerTransactionRow earlier, Money amount, @Nullable String note) {
        return session.createNativeQuery(WALLET_AMOUNT, Long.class)
                .setParameter(1, earlier.id())
                .getSingleResult()
                .map(nanos -> {
                    if (nanos != amount.nanos() || !Objects.equals(note, earlier.note())) {
                        throw new IdempotencyConflictException();
                    }
                    return grant(earlier, amount);
                });
    }

    private static Grant grant(LedgerTransactionRow row, Money amount) {
        return new Grant(row.id(), new OrganisationId(row.organisation()), amount, row.note(), row.createdAt());
    }
}
