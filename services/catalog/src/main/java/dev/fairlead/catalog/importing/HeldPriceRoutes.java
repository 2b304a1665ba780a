package dev.fairlead.catalog.importing;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.catalog.store.StoreFailures;
import dev.fairlead.platform.identity.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Prices beyond belief: which wait, and what is decided about them. */
@Path("/api/v1/catalog/held-prices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
final class HeldPriceRoutes {

    private final HeldPrices prices;
    private final SecurityIdentity identity;

    HeldPriceRoutes(HeldPrices prices, SecurityIdentity identity) {
        this.prices = prices;
        this.identity = identity;
    }

    @RegisterForReflection
    record HeldPricesAnswer(List<HeldPriceView> data) {}

    @GET
    public Uni<HeldPricesAnswer> waiting() {
        return prices.waiting().map(HeldPricesAnswer::new).onFailure().transform(StoreFailures::explained);
    }

    @POST
    @Path("/{id}/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<HeldPriceView> confirm(@PathParam("id") String id, @Nullable JsonNode body) {
        return prices.confirm(id, Reasons.author(identity, body)).onFailure().transform(StoreFailures::explained);
    }

    @POST
    @Path("/{id}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<HeldPriceView> reject(@PathParam("id") String id, @Nullable JsonNode body) {
        return prices.reject(id, Reasons.author(identity, body)).onFailure().transform(StoreFailures::explained);
    }
}
