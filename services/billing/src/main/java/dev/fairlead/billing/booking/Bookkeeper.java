package dev.fairlead.billing.booking;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.usage.UsageEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Writes batches of usage events into PostgreSQL, one transaction a batch: the generations that are not there yet, and
 * for those of them that cost something a balanced ledger transaction and the day's usage.
 *
 * <p>All rows are written in the order of their keys, so that two instances that book the same events wait for each
 * other instead of locking each other out.
 */
final class Bookkeeper {

    private static final String KNOWN = "SELECT organisation_id, kind, id FROM billing.ledger_account"
            + " WHERE organisation_id = ANY ($1) AND kind IN ('wallet', 'usage')";

    private static final String TRANSACTIONS = """
            WITH batch AS (
                SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
                    AS b (generation, organisation, wallet, usage, nanos)
            ), booked AS (
                INSERT INTO billing.ledger_transaction (kind, idempotency_key, organisation_id)
                SELECT 'usage', generation, organisation FROM batch
                RETURNING id, idempotency_key
            )
            INSERT INTO billing.ledger_entry (transaction_id, account_id, amount_nanos)
            SELECT booked.id, side.account, side.nanos
            FROM booked JOIN batch ON batch.generation = booked.idempotency_key
            CROSS JOIN LATERAL (VALUES (batch.wallet, -batch.nanos), (batch.usage, batch.nanos)) AS side (account, nanos)
            """;

    private static final String USAGE = """
            INSERT INTO billing.usage_day AS u (key_hash, day, organisation_id, cost_nanos, generations, updated_at)
            SELECT key_hash, day, organisation_id, cost_nanos, generations, now()
            FROM unnest($1::text[], $2::date[], $3::text[], $4::bigint[], $5::bigint[])
                AS b (key_hash, day, organisation_id, cost_nanos, generations)
            ON CONFLICT (key_hash, day) DO UPDATE SET
                cost_nanos = u.cost_nanos + excluded.cost_nanos,
                generations = u.generations + excluded.generations,
                updated_at = excluded.updated_at
            """;

    private final Pool pool;

    Bookkeeper(Pool pool) {
        this.pool = pool;
    }

    /** Accounts of an organisation. */
    record Accounts(long wallet, long usage) {}

    /** The accounts of those of the organisations that exist. */
    Future<Map<String, Accounts>> accounts(Collection<String> organisations) {
        return pool.preparedQuery(KNOWN)
                .execute(Tuple.of(organisations.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Map<String, Long>> ids = new HashMap<>();
                    for (Row row : rows) {
                        ids.computeIfAbsent(row.getString("organisation_id"), o -> new HashMap<>())
                                .put(row.getString("kind"), row.getLong("id"));
                    }
                    Map<String, Accounts> accounts = new HashMap<>();
                    ids.forEach((organisation, byKind) -> accounts.put(
                            organisation,
                            new Accounts(
                                    Objects.requireNonNull(byKind.get("wallet")),
                                    Objects.requireNonNull(byKind.get("usage")))));
                    return accounts;
                });
    }

    /**
     * Books events, each generation at most once ever.
     *
     * @param events no two of the same generation, all of organisations in {@code accounts}
     * @return the generations that were not booked before; once it completes they are committed
     */
    Future<Set<GenerationId>> book(Collection<BookableEvent> events, Map<String, Accounts> accounts) {
        SortedMap<String, BookableEvent> byId = new TreeMap<>();
        events.forEach(event -> byId.put(event.event().generation().value(), event));
        return pool.withTransaction(connection -> insertGenerations(connection, byId.values())
                .compose(fresh -> {
                    List<UsageEvent> booked = byId.values().stream()
                            .map(BookableEvent::event)
                            .filter(event -> fresh.contains(event.generation()))
                            .toList();
                    return insertTransactions(connection, booked, accounts)
                            .compose(done -> addUsage(connection, booked))
                            .map(done -> fresh);
                }));
    }

    private static Future<Set<GenerationId>> insertGenerations(
            SqlConnection connection, Collection<BookableEvent> events) {
        return connection
                .preparedQuery(GenerationInsert.SQL)
                .execute(GenerationInsert.parameters(events))
                .map(rows -> {
                    Set<GenerationId> fresh = new HashSet<>();
                    for (Row row : rows) {
                        fresh.add(new GenerationId(row.getString("id")));
                    }
                    return fresh;
                });
    }

    private static Future<Void> insertTransactions(
            SqlConnection connection, List<UsageEvent> events, Map<String, Accounts> accounts) {
        List<UsageEvent> charged = events.stream()
                .filter(event -> event.cost().total().isPositive())
                .toList();
        if (charged.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Accounts> sides = charged.stream()
                .map(event ->
                        Objects.requireNonNull(accounts.get(event.organisation().value())))
                .toList();
        Tuple parameters = Tuple.of(
                charged.stream().map(event -> event.generation().value()).toArray(String[]::new),
                charged.stream().map(event -> event.organisation().value()).toArray(String[]::new),
                sides.stream().map(Accounts::wallet).toArray(Long[]::new),
                sides.stream().map(Accounts::usage).toArray(Long[]::new),
                charged.stream().map(event -> event.cost().total().nanos()).toArray(Long[]::new));
        return connection.preparedQuery(TRANSACTIONS).execute(parameters).mapEmpty();
    }

    private record KeyDay(String key, LocalDate day, String organisation) implements Comparable<KeyDay> {
        @Override
        public int compareTo(KeyDay other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : day.compareTo(other.day);
        }
    }

    private static Future<RowSet<Row>> addUsage(SqlConnection connection, List<UsageEvent> events) {
        TreeMap<KeyDay, List<UsageEvent>> days =
                events.stream().collect(Collectors.groupingBy(Bookkeeper::keyDay, TreeMap::new, Collectors.toList()));
        Tuple parameters = Tuple.of(
                days.keySet().stream().map(KeyDay::key).toArray(String[]::new),
                days.keySet().stream().map(KeyDay::day).toArray(LocalDate[]::new),
                days.keySet().stream().map(KeyDay::organisation).toArray(String[]::new),
                days.values().stream().map(Bookkeeper::costNanos).toArray(Long[]::new),
                days.values().stream().map(of -> (long) of.size()).toArray(Long[]::new));
        return connection.preparedQuery(USAGE).execute(parameters);
    }

    private static KeyDay keyDay(UsageEvent event) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(event.startedAtMillis()), ZoneOffset.UTC);
        return new KeyDay(event.key().value(), day, event.organisation().value());
    }

    private static long costNanos(List<UsageEvent> events) {
        return events.stream().mapToLong(event -> event.cost().total().nanos()).reduce(0, Math::addExact);
    }
}
