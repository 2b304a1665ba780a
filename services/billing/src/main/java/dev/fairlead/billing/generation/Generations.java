package dev.fairlead.billing.generation;

import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.generation.GenerationView.ProviderResponse;
import dev.fairlead.billing.generation.GenerationView.Route;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** The records of generations. */
@Singleton
final class Generations {

    private static final String FIND = "SELECT * FROM billing.generation WHERE id = $1 AND organisation_id = $2";

    private final Database database;

    Generations(Database database) {
        this.database = database;
    }

    /** A generation of an organisation; null if it has none of that id, or none that is booked yet. */
    Future<@Nullable GenerationView> find(GenerationId id, OrganisationId organisation) {
        return database.pool()
                .preparedQuery(FIND)
                .execute(Tuple.of(id.value(), organisation.value()))
                .map(Generations::first);
    }

    private static @Nullable GenerationView first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : view(rows.iterator().next());
    }

    private static GenerationView view(Row row) {
        String model = row.getString("model");
        int latency = row.getInteger("latency_millis");
        long prompt = sum(
                row,
                "tokens_input",
                "tokens_cache_read",
                "tokens_cache_write",
                "tokens_cache_write_1h",
                "tokens_input_audio",
                "tokens_input_image");
        long completion = sum(row, "tokens_output", "tokens_reasoning", "tokens_output_audio", "tokens_output_image");
        var cost = Money.ofNanos(row.getLong("cost_nanos")).toUsd();
        String referer = row.getString("referer");
        return new GenerationView(
                row.getString("id"),
                row.getString("upstream_id"),
                cost,
                cost,
                null,
                null,
                row.getOffsetDateTime("started_at").toInstant(),
                model == null ? row.getString("requested_model") : model,
                null,
                row.getBoolean("streamed"),
                row.getBoolean("cancelled"),
                row.getString("provider"),
                latency < 0 ? null : latency,
                null,
                row.getInteger("duration_millis"),
                row.getString("finish_reason"),
                row.getString("native_finish_reason"),
                null,
                prompt,
                completion,
                prompt,
                completion,
                sum(row, "tokens_output_image"),
                sum(row, "tokens_reasoning"),
                sum(row, "tokens_cache_read"),
                null,
                null,
                null,
                null,
                null,
                null,
                referer == null ? "" : referer,
                false,
                row.getString("end_user"),
                row.getString("session"),
                "completions",
                null,
                row.getString("router"),
                route(row),
                providerResponses((JsonArray) row.getJson("attempts")),
                row.getString("user_agent"),
                referer,
                "global",
                row.getString("organisation_id"));
    }

    private static @Nullable Route route(Row row) {
        String task = row.getString("task");
        String policy = row.getString("policy");
        return task == null && policy == null
                ? null
                : new Route(
                        task,
                        policy,
                        row.getInteger("policy_version"),
                        row.getString("rule"),
                        row.getString("arm"),
                        row.getBoolean("shadow"));
    }

    private static List<ProviderResponse> providerResponses(JsonArray attempts) {
        List<ProviderResponse> responses = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            // provider, endpoint, outcome, status, duration
            JsonArray attempt = attempts.getJsonArray(i);
            int status = attempt.getInteger(3);
            responses.add(new ProviderResponse(
                    attempt.getString(0),
                    attempt.getString(1),
                    status == 0 ? null : status,
                    attempt.getLong(4),
                    false));
        }
        return responses;
    }

    private static long sum(Row row, String... columns) {
        long sum = 0;
        for (String column : columns) {
            sum += row.getInteger(column);
        }
        return sum;
    }
}
