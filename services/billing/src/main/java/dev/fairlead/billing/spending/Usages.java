package dev.fairlead.billing.spending;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.fairlead.billing.database.Database;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** What was booked on keys. */
@Singleton
public final class Usages {

    private static final String OF_KEYS = """
            SELECT key_hash,
                   sum(cost_nanos)::bigint AS total,
                   coalesce(sum(cost_nanos) FILTER (WHERE day = $2), 0)::bigint AS daily,
                   coalesce(sum(cost_nanos) FILTER (WHERE day >= $3), 0)::bigint AS weekly,
                   coalesce(sum(cost_nanos) FILTER (WHERE day >= $4), 0)::bigint AS monthly
            FROM billing.usage_day WHERE key_hash = ANY ($1) GROUP BY key_hash
            """;

    private final Database database;

    Usages(Database database) {
        this.database = database;
    }

    /** Usage of each of these keys at a moment; a key that was never used is missing. */
    public Future<Map<KeyHash, KeyUsage>> of(Collection<KeyHash> keys, Instant now) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple parameters = Tuple.of(
                keys.stream().map(KeyHash::value).toArray(String[]::new),
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                LocalDate.parse(LimitReset.WEEKLY.windowAt(now)),
                LocalDate.parse(LimitReset.MONTHLY.windowAt(now)));
        return database.pool().preparedQuery(OF_KEYS).execute(parameters).map(rows -> {
            Map<KeyHash, KeyUsage> usages = new HashMap<>();
            for (Row row : rows) {
                KeyUsage usage = new KeyUsage(
                        money(row, "total"), money(row, "daily"), money(row, "weekly"), money(row, "monthly"));
                usages.put(new KeyHash(row.getString("key_hash")), usage);
            }
            return usages;
        });
    }

    private static Money money(Row row, String column) {
        return Money.ofNanos(row.getLong(column));
    }
}
