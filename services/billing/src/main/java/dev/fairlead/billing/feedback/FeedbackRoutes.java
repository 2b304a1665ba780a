package dev.fairlead.billing.feedback;

import java.util.List;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.CallerRefusal;
import dev.fairlead.billing.identity.Tenancy;
import dev.fairlead.billing.key.CallingKeys;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Where feedback is given: by applications with their API key, and by people with their token. */
@Path("/api/v1/generation/feedback")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll // authenticated by the API key, or below by the token
final class FeedbackRoutes {

    /** What every JSON Web Token begins with, and no API key. */
    private static final String TOKEN = "Bearer eyJ";

    private static final String NOT_FOUND = "There is no such generation, or it is not booked yet.";

    private final CallingKeys callingKeys;
    private final CurrentIdentityAssociation identities;
    private final Tenancy tenancy;
    private final Feedbacks feedbacks;
    private final Database database;

    FeedbackRoutes(
            CallingKeys callingKeys,
            CurrentIdentityAssociation identities,
            Tenancy tenancy,
            Feedbacks feedbacks,
            Database database) {
        this.callingKeys = callingKeys;
        this.identities = identities;
        this.tenancy = tenancy;
        this.feedbacks = feedbacks;
        this.database = database;
    }

    record Answer(Success data) {}

    record Success(boolean success) {}

    @POST
    public Uni<Answer> submit(@Context HttpHeaders headers, @Nullable JsonNode body) {
        String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        boolean isPerson = authorization != null && authorization.regionMatches(true, 0, TOKEN, 0, TOKEN.length());
        return isPerson ? ofPerson(body) : ofApplication(headers, body);
    }

    private Uni<Answer> ofApplication(HttpHeaders headers, @Nullable JsonNode body) {
        return callingKeys
                .authenticate(headers)
                .chain(key -> put(body, key.organisation(), "key:" + key.hash()))
                .onFailure()
                .transform(CallerRefusal::of);
    }

    /** The token is looked at here and not by an annotation, which would want one of applications too. */
    private Uni<Answer> ofPerson(@Nullable JsonNode body) {
        return identities.getDeferredIdentity().chain(identity -> {
            requireMember(identity);
            identities.setIdentity(identity);
            return put(body, tenancy.organisation(), "person:" + tenancy.subject());
        });
    }

    private static void requireMember(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (List.of(Roles.ADMIN, Roles.DEVELOPER, Roles.VIEWER, Roles.BILLING).stream()
                .noneMatch(identity::hasRole)) {
            throw new ProblemException(Problem.of(403, "Forbidden", "Your account has none of the roles for this."));
        }
    }

    private Uni<Answer> put(@Nullable JsonNode body, OrganisationId organisation, String submitter) {
        Feedback feedback = Feedback.read(body);
        return database.query(() -> feedbacks.put(feedback, organisation, submitter))
                .map(found -> {
                    if (!found) {
                        throw new ProblemException(Problem.of(404, "Not found", NOT_FOUND));
                    }
                    return new Answer(new Success(true));
                });
    }
}
