package dev.fairlead.e2e.suite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.PostgresAddress;

/** Billing's books in PostgreSQL, read without billing. */
public final class LedgerDatabase {

    private final PostgresAddress address;

    LedgerDatabase(PostgresAddress address) {
        this.address = address;
    }

    /** The cost of a generation as recorded; empty while it is not booked. */
    public List<Money> recordedCosts(String generation) {
        return monies("SELECT cost_nanos FROM billing.generation WHERE id = ?", generation);
    }

    /** Whether a generation is recorded as one whose caller went away. */
    public boolean isCancelled(String generation) {
        List<Boolean> found = new ArrayList<>();
        query(
                "SELECT cancelled FROM billing.generation WHERE id = ?",
                List.of(generation),
                row -> found.add(row.getBoolean(1)));
        return found.getFirst();
    }

    /** What usage has moved for a generation: the entries of its ledger transactions by the kind of account. */
    public Map<String, Money> entries(String generation) {
        Map<String, Money> entries = new HashMap<>();
        query(
                "SELECT a.kind, e.amount_nanos FROM billing.ledger_transaction t"
                        + " JOIN billing.ledger_entry e ON e.transaction_id = t.id"
                        + " JOIN billing.ledger_account a ON a.id = e.account_id"
                        + " WHERE t.kind = 'usage' AND t.idempotency_key LIKE '%' || ?",
                List.of(generation),
                row -> entries.merge(row.getString(1), Money.ofNanos(row.getLong(2)), Money::plus));
        return entries;
    }

    /** The balance of an organisation's account: {@code wallet}, {@code usage}, {@code funding}, {@code adjustment}. */
    public Money balance(String organisation, String kind) {
        return monies(
                        "SELECT balance_nanos FROM billing.ledger_account WHERE organisation_id = ? AND kind = ?",
                        organisation,
                        kind)
                .getFirst();
    }

    /** How many ledger transactions and generations there are, of all organisations. */
    public long size() {
        return monies("SELECT (SELECT count(*) FROM billing.ledger_transaction)"
                        + " + (SELECT count(*) FROM billing.generation)")
                .getFirst()
                .nanos();
    }

    private List<Money> monies(String sql, Object... parameters) {
        List<Money> monies = new ArrayList<>();
        query(sql, List.of(parameters), row -> monies.add(Money.ofNanos(row.getLong(1))));
        return monies;
    }

    /** What is done with each row. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Runs any query on billing's database. */
    public void query(String sql, List<?> parameters, RowReader reader) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl("billing"), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
