package dev.fairlead.billing.results;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.results.ArmResult.Costs;
import dev.fairlead.billing.results.ArmResult.Opinions;
import dev.fairlead.billing.results.ArmResult.Times;
import dev.fairlead.billing.results.ArmResult.Tokens;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** Adds up the generations that policies have decided. Reads only, and not for longer than it may. */
@Singleton
final class PolicyResults {

    private static final int MOST_GROUPS = 1_000;
    private static final String QUERY_CANCELLED = "57014";

    private static final String WHICH = """
             WHERE g.policy = $1 AND g.started_at >= $2 AND g.started_at < $3
               AND ($4::text IS NULL OR g.organisation_id = $4)
            """;

    private static final String ERROR =
            "((g.status >= 400 AND g.status <> 499) OR coalesce(g.finish_reason = 'error', false))";

    private static final String FIGURES = """
            SELECT g.policy_version, g.rule, g.arm, g.shadow,
                   count(*) AS requests,
                   count(*) FILTER (WHERE g.cancelled) AS cancelled,
                   count(*) FILTER (WHERE %1$s AND NOT g.cancelled) AS errors,
                   sum(g.cost_nanos)::bigint AS cost,
                   sum(g.tokens_input::bigint + g.tokens_cache_read + g.tokens_cache_write + g.tokens_cache_write_1h
                       + g.tokens_input_audio + g.tokens_input_image)::bigint AS prompt,
                   sum(g.tokens_output::bigint + g.tokens_reasoning + g.tokens_output_audio
                       + g.tokens_output_image)::bigint AS completion,
                   percentile_cont(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY g.duration_millis)
                       FILTER (WHERE NOT %1$s AND NOT g.cancelled) AS latency,
                   percentile_cont(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY g.latency_millis)
                       FILTER (WHERE NOT %1$s AND g.latency_millis >= 0) AS first_byte
            FROM billing.generation g
            %2$s GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2, 3, 4 LIMIT %3$d
            """.formatted(ERROR, WHICH, MOST_GROUPS);

    private static final String SAID = """
            SELECT g.policy_version, g.rule, g.arm, g.shadow, f.category,
                   count(*) AS said, count(f.score) AS scores, coalesce(sum(f.score), 0) AS score
            FROM billing.generation g JOIN billing.generation_feedback f ON f.generation_id = g.id
            %s GROUP BY 1, 2, 3, 4, 5
            """.formatted(WHICH);

    private static final String EVER = """
            SELECT EXISTS (SELECT 1 FROM billing.generation g
                           WHERE g.policy = $1 AND ($2::text IS NULL OR g.organisation_id = $2))
            """;

    private final Database database;
    private final long timeoutMillis;

    PolicyResults(Database database, BillingConfig config) {
        this.database = database;
        this.timeoutMillis = config.database().resultsTimeout().toMillis();
    }

    /**
     * What is asked for.
     *
     * @param organisation whose generations count; null for everybody's
     */
    record Question(
            String policy,
            Instant since,
            Instant until,
            @Nullable OrganisationId organisation) {

        private @Nullable String owner() {
            return organisation == null ? null : organisation.value();
        }

        private Tuple parameters() {
            return Tuple.of(policy, utc(since), utc(until), owner());
        }

        private static OffsetDateTime utc(Instant time) {
            return time.atOffset(ZoneOffset.UTC);
        }
    }

    /** What generations are told apart by. */
    private record Group(int version, String rule, @Nullable String arm, boolean shadow) {

        static Group of(Row row) {
            return new Group(
                    row.getInteger("policy_version"),
                    row.getString("rule"),
                    row.getString("arm"),
                    row.getBoolean("shadow"));
        }
    }

    /** How a policy has done, the newest version first; null if it never did anything. */
    Future<@Nullable List<ArmResult>> of(Question question) {
        return reading(connection -> read(connection, question));
    }

    /** Runs queries in a transaction that cannot change anything, each of which is stopped if it takes too long. */
    <T> Future<T> reading(Function<SqlConnection, Future<T>> queries) {
        return database.pool()
                .withTransaction(connection -> connection
                        .query("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + timeoutMillis)
                        .execute()
                        .compose(set -> queries.apply(connection)))
                .recover(PolicyResults::refused);
    }

    private static Future<@Nullable List<ArmResult>> read(SqlConnection connection, Question question) {
        return said(connection, question)
                .compose(said -> connection
                        .preparedQuery(FIGURES)
                        .execute(question.parameters())
                        .map(rows -> {
                            List<ArmResult> results = new ArrayList<>();
                            rows.forEach(row -> results.add(result(row, said)));
                            return results;
                        }))
                .compose(results -> results.isEmpty()
                        ? everDidAnything(connection, question).map(ever -> ever ? results : null)
                        : Future.succeededFuture(results));
    }

    private static Future<Map<Group, Opinions>> said(SqlConnection connection, Question question) {
        return connection.preparedQuery(SAID).execute(question.parameters()).map(rows -> {
            Map<Group, List<Row>> groups = new HashMap<>();
            rows.forEach(row -> groups.computeIfAbsent(Group.of(row), group -> new ArrayList<>())
                    .add(row));
            Map<Group, Opinions> said = new HashMap<>();
            groups.forEach((group, categories) -> said.put(group, opinions(categories)));
            return said;
        });
    }

    private static Opinions opinions(List<Row> categories) {
        Map<String, Long> counts = new TreeMap<>();
        long count = 0;
        long scores = 0;
        double score = 0;
        for (Row row : categories) {
            counts.put(row.getString("category"), row.getLong("said"));
            count += row.getLong("said");
            scores += row.getLong("scores");
            score += row.getDouble("score");
        }
        return new Opinions(count, scores == 0 ? null : score / scores, counts);
    }

    private static Future<Boolean> everDidAnything(SqlConnection connection, Question question) {
        return connection
                .preparedQuery(EVER)
                .execute(Tuple.of(question.policy(), question.owner()))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    private static ArmResult result(Row row, Map<Group, Opinions> said) {
        Group group = Group.of(row);
        long requests = row.getLong("requests");
        long errors = row.getLong("errors");
        BigDecimal cost = Money.ofNanos(row.getLong("cost")).toUsd();
        return new ArmResult(
                group.version(),
                group.rule(),
                group.arm(),
                group.shadow(),
                requests,
                row.getLong("cancelled"),
                errors,
                (double) errors / requests,
                new Costs(cost, cost.divide(BigDecimal.valueOf(requests), Money.SCALE, RoundingMode.HALF_UP)),
                new Tokens(row.getLong("prompt"), row.getLong("completion")),
                times(row, "latency"),
                times(row, "first_byte"),
                said.getOrDefault(group, new Opinions(0, null, Map.of())));
    }

    private static @Nullable Times times(Row row, String column) {
        Double[] values = row.getArrayOfDoubles(column);
        return values == null ? null : new Times(values[0], values[1], values[2]);
    }

    private static <T> Future<T> refused(Throwable failure) {
        return Future.failedFuture(
                failure instanceof PgException e && QUERY_CANCELLED.equals(e.getSqlState())
                        ? new ProblemException(Problem.of(
                                503,
                                "Too much to add up",
                                "There are too many requests between since and until; ask for a shorter time."))
                        : failure);
    }
}
