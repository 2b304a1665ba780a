package dev.fairlead.catalog.registration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Endpoints, as operators and organisations enter them; what they cost, and at what price others may use them. */
@Path("/api/v1/catalog/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER})
final class EndpointRoutes {

    private static final Set<String> PRICE_FIELDS = new TreeSet<>(PriceReader.KNOWN);

    static {
        PRICE_FIELDS.addAll(Set.of("confirm", "why"));
    }

    private final Registry registry;

    EndpointRoutes(Registry registry) {
        this.registry = registry;
    }

    /** Those that the caller manages: of a provider or a model, else those that were entered by hand. */
    @GET
    public Uni<Map<String, List<Map<String, @Nullable Object>>>> list(
            @RestQuery @Nullable String provider,
            @RestQuery @Nullable String model,
            @RestQuery @Nullable String organisation) {
        Rights rights = registry.rights();
        boolean byHand = provider == null && model == null;
        return registry.listing()
                .map(listing -> Map.of(
                        "data",
                        ListingChanges.endpoints(listing).values().stream()
                                .filter(placed -> rights.cover(placed.endpoint().owner()))
                                .filter(placed -> !byHand
                                        || placed.endpoint().origin() == Origin.OPERATOR
                                        || placed.endpoint().ceiling() != null)
                                .filter(placed -> provider == null
                                        || provider.equals(placed.endpoint().provider()))
                                .filter(placed -> model == null || model.equals(placed.model()))
                                .filter(placed -> organisation == null
                                        || organisation.equals(placed.endpoint().owner()))
                                .map(placed -> Views.of(placed, listing))
                                .toList()));
    }

    @GET
    @Path("/{id: .+}")
    public Uni<Map<String, @Nullable Object>> get(@RestPath String id) {
        Rights rights = registry.rights();
        return registry.listing().map(listing -> data(listing, Entries.endpoint(listing, rights, id)));
    }

    @POST
    @ResponseStatus(201)
    public Uni<Map<String, @Nullable Object>> add(@Nullable JsonNode body) {
        Fields fields = Fields.of(body, EndpointReader.NEW);
        EndpointReader.Name name = EndpointReader.Name.read(fields);
        String modelId = fields.text("model", null, Formats.MODEL_ID);
        boolean confirmed = confirmed(fields);
        return registry.change(fields.optional("why", Formats.WHY), (listing, caller) -> {
                    ListedModel model = Entries.modelToServe(listing, caller, modelId);
                    String owner = Entries.ownerOfEndpoint(listing, caller, fields, name.provider(), model);
                    ListedEndpoint endpoint = EndpointReader.read(fields, name, owner, model, null);
                    return Entries.addEndpoint(listing, model, endpoint, confirmed);
                })
                .map(listing -> data(listing, entered(listing, name)));
    }

    @PATCH
    @Path("/{id: .+}")
    public Uni<Map<String, @Nullable Object>> update(@RestPath String id, @Nullable JsonNode body) {
        Fields fields = Fields.of(body, EndpointReader.CHANGEABLE);
        boolean confirmed = confirmed(fields);
        return change(id, fields.optional("why", Formats.WHY), confirmed, (model, before) -> {
            EndpointReader.Name name = new EndpointReader.Name(
                    before.provider(), before.upstreamModel(), before.variant(), before.region());
            return EndpointReader.read(fields, name, before.owner(), model, before);
        });
    }

    @DELETE
    @Path("/{id: .+}")
    public Uni<Void> remove(@RestPath String id, @RestQuery @Nullable String why) {
        return registry.change(Queries.why(why), (listing, caller) -> Entries.removeEndpoint(listing, caller, id))
                .replaceWithVoid();
    }

    /** What it is charged at while nobody knows its prices. */
    @PUT
    @Path("/{id: .+}/ceiling")
    public Uni<Map<String, @Nullable Object>> setCeiling(@RestPath String id, @Nullable JsonNode body) {
        Fields fields = Fields.of(body, PRICE_FIELDS);
        return change(
                id,
                fields.optional("why", Formats.WHY),
                confirmed(fields),
                (model, before) -> before.withCeiling(PriceReader.read(fields, model.mode())));
    }

    @DELETE
    @Path("/{id: .+}/ceiling")
    public Uni<Map<String, @Nullable Object>> removeCeiling(@RestPath String id, @RestQuery @Nullable String why) {
        return change(id, Queries.why(why), true, (model, before) -> before.withCeiling(null));
    }

    /** What other organisations are charged; from then on they see it. */
    @PUT
    @Path("/{id: .+}/offer")
    public Uni<Map<String, @Nullable Object>> setOffer(@RestPath String id, @Nullable JsonNode body) {
        Fields fields = Fields.of(body, PRICE_FIELDS);
        return change(
                id,
                fields.optional("why", Formats.WHY),
                confirmed(fields),
                (model, before) -> offered(before, PriceReader.read(fields, model.mode())));
    }

    @DELETE
    @Path("/{id: .+}/offer")
    public Uni<Map<String, @Nullable Object>> removeOffer(@RestPath String id, @RestQuery @Nullable String why) {
        return change(id, Queries.why(why), true, (model, before) -> before.withOffer(null));
    }

    private static ListedEndpoint offered(ListedEndpoint endpoint, PriceList prices) {
        if (endpoint.owner() == null) {
            throw new ProblemException(Problem.of(
                    409, "Conflict", "Only an organisation's own endpoint can be offered; this one is everybody's."));
        }
        return endpoint.withOffer(prices);
    }

    private Uni<Map<String, @Nullable Object>> change(
            String id,
            @Nullable String why,
            boolean confirmed,
            BiFunction<ListedModel, ListedEndpoint, ListedEndpoint> change) {
        Rights rights = registry.rights();
        return registry.change(why, (listing, caller) -> {
                    Placed placed = Entries.endpoint(listing, caller, id);
                    ListedModel model = listing.model(placed.model());
                    ListedEndpoint before = placed.endpoint();
                    return Entries.putEndpoint(listing, model, change.apply(model, before), before, confirmed);
                })
                .map(listing -> data(listing, Entries.endpoint(listing, rights, id)));
    }

    private static Placed entered(Listing listing, EndpointReader.Name name) {
        return ListingChanges.endpoints(listing).values().stream()
                .filter(placed -> name.equals(new EndpointReader.Name(
                        placed.endpoint().provider(),
                        placed.endpoint().upstreamModel(),
                        placed.endpoint().variant(),
                        placed.endpoint().region())))
                .findFirst()
                .orElseThrow();
    }

    private static boolean confirmed(Fields fields) {
        return Boolean.TRUE.equals(fields.flag("confirm", false));
    }

    private static Map<String, @Nullable Object> data(Listing listing, Placed placed) {
        return Map.of("data", Views.of(placed, listing));
    }
}
