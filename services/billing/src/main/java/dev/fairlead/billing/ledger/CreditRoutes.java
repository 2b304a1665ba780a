package dev.fairlead.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.Tenancy;
import dev.fairlead.billing.spending.Publisher;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Credits of an organisation: what it was granted, what it has used, and granting more. */
@Path("/api/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class CreditRoutes {

    private final Ledger ledger;
    private final Database database;
    private final Publisher publisher;
    private final Tenancy tenancy;

    CreditRoutes(Ledger ledger, Database database, Publisher publisher, Tenancy tenancy) {
        this.ledger = ledger;
        this.database = database;
        this.publisher = publisher;
        this.tenancy = tenancy;
    }

    record CreditsAnswer(CreditsView data) {}

    record CreditsView(
            @JsonProperty("total_credits") BigDecimal totalCredits,
            @JsonProperty("total_usage") BigDecimal totalUsage) {}

    record GrantAnswer(GrantView data) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record GrantView(
            String id,
            String organisation,
            BigDecimal amount,
            @Nullable String note,
            @JsonProperty("created_at") Instant createdAt) {}

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.BILLING, Roles.VIEWER})
    public Uni<CreditsAnswer> get() {
        OrganisationId organisation = tenancy.organisation();
        return database.guard(() -> ledger.credits(organisation))
                .map(credits -> new CreditsAnswer(new CreditsView(
                        credits.granted().toUsd(), credits.used().toUsd())));
    }

    @POST
    @Path("/grants")
    @ResponseStatus(201)
    @RolesAllowed(Roles.ADMIN)
    public Uni<GrantAnswer> grant(
            @RestHeader("Idempotency-Key") @Nullable String idempotencyKey, @Nullable JsonNode body) {
        OrganisationId organisation = tenancy.organisation();
        String actor = tenancy.subject();
        String key = GrantReader.idempotencyKey(idempotencyKey);
        GrantReader.Wish wish = GrantReader.read(body);
        Money amount = wish.amount();
        return database.guard(() -> ledger.grant(organisation, amount, wish.note(), actor, key))
                .onFailure(IdempotencyConflictException.class)
                .transform(e -> new ProblemException(
                        Problem.ofField(409, "Conflict", "Idempotency-Key", "was used before for another grant")))
                .call(granted -> Uni.createFrom()
                        .completionStage(
                                () -> publisher.organisationSoon(organisation).toCompletionStage()))
                .map(granted -> new GrantAnswer(view(granted)));
    }

    private static GrantView view(Grant grant) {
        return new GrantView(
                Long.toString(grant.transaction()),
                grant.organisation().value(),
                grant.amount().toUsd(),
                grant.note(),
                grant.grantedAt());
    }
}
