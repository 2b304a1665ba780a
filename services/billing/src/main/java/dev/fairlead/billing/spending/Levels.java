package dev.fairlead.billing.spending;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.fairlead.billing.database.Database;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** Reads spending levels, and the keys that they belong to, from the ledger. */
@Singleton
final class Levels {

    /** The limit of an organisation is all it was ever granted, less what was taken back; usage is counted apart. */
    private static final String ORGANISATIONS = """
            SELECT o.id, o.revision,
                   CASE WHEN o.active
                        THEN coalesce(sum(a.balance_nanos) FILTER (WHERE a.kind IN ('wallet', 'usage')), 0)
                        ELSE 0 END::bigint AS granted,
                   coalesce(sum(a.balance_nanos) FILTER (WHERE a.kind = 'usage'), 0)::bigint AS used
            FROM billing.organisation o JOIN billing.ledger_account a ON a.organisation_id = o.id
            WHERE %s GROUP BY o.id ORDER BY o.id LIMIT $2
            """;

    private static final String KEYS = """
            SELECT hash, organisation_id, name, label, team, state, limit_nanos, limit_reset, expires_at, created_at, revision
            FROM billing.api_key WHERE %s ORDER BY hash LIMIT $2
            """;

    private static final String ORGANISATIONS_BY_ID = ORGANISATIONS.formatted("o.id = ANY ($1)");
    private static final String ORGANISATIONS_AFTER = ORGANISATIONS.formatted("o.id > $1");
    private static final String ORGANISATIONS_CHANGED =
            ORGANISATIONS.formatted("o.published_revision < o.revision AND o.id > $1");
    private static final String KEYS_BY_HASH = KEYS.formatted("hash = ANY ($1)");
    private static final String KEYS_AFTER = KEYS.formatted("hash > $1");
    private static final String KEYS_CHANGED = KEYS.formatted("published_revision < revision AND hash > $1");

    private final Database database;
    private final Usages usages;

    Levels(Database database, Usages usages) {
        this.database = database;
        this.usages = usages;
    }

    /** An organisation's level. */
    record OrganisationLevel(OrganisationId organisation, Level level) {}

    /** A key with its level. */
    record KeyLevel(ApiKey key, Level level) {}

    Future<List<OrganisationLevel>> organisations(Collection<OrganisationId> ids) {
        String[] values = ids.stream().map(OrganisationId::value).toArray(String[]::new);
        return readOrganisations(ORGANISATIONS_BY_ID, values, values.length);
    }

    /** Organisations in the order of their ids, from the one after {@code after}. */
    Future<List<OrganisationLevel>> organisationsAfter(String after, boolean changedOnly, int atMost) {
        return readOrganisations(changedOnly ? ORGANISATIONS_CHANGED : ORGANISATIONS_AFTER, after, atMost);
    }

    Future<List<KeyLevel>> keys(Collection<KeyHash> hashes) {
        String[] values = hashes.stream().map(KeyHash::value).toArray(String[]::new);
        return readKeys(KEYS_BY_HASH, values, values.length);
    }

    /** Keys in the order of their hashes, from the one after {@code after}. */
    Future<List<KeyLevel>> keysAfter(String after, boolean changedOnly, int atMost) {
        return readKeys(changedOnly ? KEYS_CHANGED : KEYS_AFTER, after, atMost);
    }

    private Future<List<OrganisationLevel>> readOrganisations(String sql, Object which, int atMost) {
        return database.pool()
                .preparedQuery(sql)
                .execute(Tuple.of(which, atMost))
                .map(rows -> {
                    List<OrganisationLevel> levels = new ArrayList<>();
                    for (Row row : rows) {
                        levels.add(organisation(row));
                    }
                    return levels;
                });
    }

    private Future<List<KeyLevel>> readKeys(String sql, Object which, int atMost) {
        Instant now = Instant.now();
        return database.pool()
                .preparedQuery(sql)
                .execute(Tuple.of(which, atMost))
                .map(Levels::keys)
                .compose(keys -> usages.of(keys.stream().map(ApiKey::hash).toList(), now)
                        .map(used -> withLevels(keys, used, now)));
    }

    private static List<ApiKey> keys(RowSet<Row> rows) {
        List<ApiKey> keys = new ArrayList<>();
        for (Row row : rows) {
            keys.add(key(row));
        }
        return keys;
    }

    private static List<KeyLevel> withLevels(List<ApiKey> keys, Map<KeyHash, KeyUsage> usages, Instant now) {
        return keys.stream()
                .map(key -> {
                    LimitReset reset = key.limitReset();
                    KeyUsage usage = usages.getOrDefault(key.hash(), KeyUsage.NONE);
                    Level level = new Level(
                            RedisKeys.keyLevel(key.organisation(), key.hash()),
                            RedisKeys.partition(key.organisation()),
                            key.revision(),
                            key.limit(),
                            reset == null ? "" : reset.windowAt(now),
                            usage.within(reset));
                    return new KeyLevel(key, level);
                })
                .toList();
    }

    private static OrganisationLevel organisation(Row row) {
        OrganisationId id = new OrganisationId(row.getString("id"));
        Level level = new Level(
                RedisKeys.organisationLevel(id),
                RedisKeys.partition(id),
                row.getLong("revision"),
                // A negative limit, after a refund of what is spent already, leaves nothing just as zero does.
                Money.max(Money.ZERO, Money.ofNanos(row.getLong("granted"))),
                "",
                Money.ofNanos(row.getLong("used")));
        return new OrganisationLevel(id, level);
    }

    private static ApiKey key(Row row) {
        Long limit = row.getLong("limit_nanos");
        String reset = row.getString("limit_reset");
        return new ApiKey(
                new KeyHash(row.getString("hash")),
                new OrganisationId(row.getString("organisation_id")),
                row.getString("name"),
                row.getString("label"),
                row.getString("team"),
                ApiKey.State.valueOf(row.getString("state")),
                limit == null ? null : Money.ofNanos(limit),
                reset == null ? null : LimitReset.valueOf(reset),
                instant(row, "expires_at"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getLong("revision"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
