package dev.fairlead.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.devstack.PostgresAddress;

/** What was booked for the requests of the benchmark, read from the stores and not from any service. */
final class Books {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final Pattern FUNCTION_CALLS = Pattern.compile("cmdstat_fcall:calls=(\\d+)");

    private final PostgresAddress postgres;
    private final RedisAnswers redis;

    Books(PostgresAddress postgres, RedisAnswers redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * The books.
     *
     * @param generations records of requests
     * @param cancelled those of them whose caller hung up, as the load generator does at the end of each run
     * @param failed those of them that ended with an error though the caller was there
     * @param cost of all records
     * @param ledger what the ledger's usage account has
     * @param redisUsed what Redis counts as spent
     * @param redisReserved what Redis still holds reserved
     */
    record Balance(
            long generations,
            long cancelled,
            long failed,
            Money cost,
            Money ledger,
            Money redisUsed,
            Money redisReserved) {

        /** Whether billing's records, its ledger and Redis agree to the nano-dollar and nothing is left open. */
        boolean agrees() {
            return failed == 0 && cost.equals(ledger) && cost.equals(redisUsed) && redisReserved.equals(Money.ZERO);
        }
    }

    /** How many settled requests wait to be booked. */
    long waiting() {
        return redis.number("XLEN", RedisKeys.usageStream(RedisKeys.partition(ACME)));
    }

    /** How often functions, which admit and settle, have been called in Redis. */
    long functionCalls() {
        Matcher calls = FUNCTION_CALLS.matcher(redis.text("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** What is reserved in Redis now. */
    Money reserved() {
        return level("reserved");
    }

    private Money level(String field) {
        return Money.ofNanos(redis.number("HGET", RedisKeys.organisationLevel(ACME), field));
    }

    Balance balance() {
        Money used = level("used");
        Money reserved = reserved();
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl("billing"), postgres.user(), postgres.password());
                PreparedStatement query = connection.prepareStatement("""
                        SELECT count(*), count(*) FILTER (WHERE cancelled),
                               count(*) FILTER (WHERE NOT cancelled AND status <> 200),
                               coalesce(sum(cost_nanos), 0)::bigint,
                               (SELECT coalesce(sum(balance_nanos), 0)::bigint FROM billing.ledger_account
                                WHERE kind = 'usage' AND organisation_id = ?)
                        FROM billing.generation WHERE organisation_id = ?""")) {
            query.setString(1, ACME.value());
            query.setString(2, ACME.value());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new Balance(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        Money.ofNanos(row.getLong(4)),
                        Money.ofNanos(row.getLong(5)),
                        used,
                        reserved);
            }
        } catch (SQLException e) {
            throw new BenchException("billing's database does not answer: " + e.getMessage(), e);
        }
    }
}
