package dev.fairlead.billing.results;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.Tenancy;
import dev.fairlead.billing.request.Fields;
import dev.fairlead.billing.results.PolicyResults.Question;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Where people see how a routing policy does: operators for everybody's requests, others for their organisation's. */
@Path("/api/v1/routing/policies")
@Produces(MediaType.APPLICATION_JSON)
final class ResultRoutes {

    private static final Duration USUAL_SPAN = Duration.ofDays(30);
    private static final Duration WAIT_BEYOND = Duration.ofSeconds(1);
    private static final int LAST_YEAR = 9999;

    private final PolicyResults results;
    private final Database database;
    private final Tenancy tenancy;
    private final Duration longest;

    ResultRoutes(PolicyResults results, Database database, Tenancy tenancy, BillingConfig config) {
        this.results = results;
        this.database = database;
        this.tenancy = tenancy;
        this.longest = config.database().resultsTimeout().plus(WAIT_BEYOND);
    }

    record Answer(Data data) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Data(String policy, Instant since, Instant until, List<ArmResult> results) {}

    @GET
    @Path("/{name}/results")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER, Roles.VIEWER, Roles.BILLING})
    public Uni<Answer> results(
            @RestPath String name, @RestQuery @Nullable String since, @RestQuery @Nullable String until) {
        Instant now = Instant.now();
        Instant to = until == null ? now : time("until", until);
        Instant from = since == null ? to.minus(USUAL_SPAN) : time("since", since);
        if (!from.isBefore(to)) {
            throw Fields.fault("since", "must be before until");
        }
        Question question = new Question(name, from, to, tenancy.isOperator() ? null : tenancy.organisation());
        return database.guard(
                        longest,
                        () -> Uni.createFrom()
                                .completionStage(() -> results.of(question).toCompletionStage()))
                .map(found -> new Answer(new Data(name, from, to, known(found))));
    }

    private static List<ArmResult> known(@Nullable List<ArmResult> found) {
        if (found == null) {
            throw new ProblemException(
                    Problem.of(404, "Not found", "No request was ever decided by a policy of that name."));
        }
        return found;
    }

    private static Instant time(String field, String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1970 && time.getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw Fields.fault(field, "must be a time such as 2027-01-31T00:00:00Z");
    }
}
