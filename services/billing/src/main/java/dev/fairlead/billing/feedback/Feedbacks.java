package dev.fairlead.billing.feedback;

import jakarta.inject.Singleton;

import dev.fairlead.billing.database.Database;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.OrganisationId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** The feedback that was given. */
@Singleton
final class Feedbacks {

    private static final String PUT = """
            INSERT INTO billing.generation_feedback
                   (generation_id, submitter, organisation_id, category, comment, score)
            SELECT id, $3, organisation_id, $4, $5, $6 FROM billing.generation WHERE id = $1 AND organisation_id = $2
            ON CONFLICT (generation_id, submitter) DO UPDATE
            SET category = excluded.category, comment = excluded.comment, score = excluded.score, submitted_at = now()
            """;

    private final Database database;

    Feedbacks(Database database) {
        this.database = database;
    }

    /**
     * Keeps what somebody says, in the place of what the same somebody has said of the generation before.
     *
     * @return whether the organisation has such a generation
     */
    Future<Boolean> put(Feedback feedback, OrganisationId organisation, String submitter) {
        if (!GenerationId.isValid(feedback.generation())) {
            return Future.succeededFuture(false);
        }
        return database.pool()
                .preparedQuery(PUT)
                .execute(Tuple.of(
                        feedback.generation(),
                        organisation.value(),
                        submitter,
                        feedback.category().wireName(),
                        feedback.comment(),
                        feedback.score()))
                .map(rows -> rows.rowCount() > 0);
    }
}
