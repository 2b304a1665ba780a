package dev.fairlead.catalog.registration;

import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.platform.identity.Roles;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Models, as operators and organisations enter them. */
@Path("/api/v1/catalog/models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER})
final class ModelRoutes {

    private final Registry registry;

    ModelRoutes(Registry registry) {
        this.registry = registry;
    }

    /** Those that were entered by hand and that the caller manages, of one organisation if it is named. */
    @GET
    public Uni<Map<String, List<Map<String, @Nullable Object>>>> list(@RestQuery @Nullable String organisation) {
        Rights rights = registry.rights();
        return registry.listing()
                .map(listing -> Map.of(
                        "data",
                        listing.models().values().stream()
                                .filter(model -> model.origin() == Origin.OPERATOR && rights.cover(model.owner()))
                                .filter(model -> organisation == null || organisation.equals(model.owner()))
                                .map(model -> Views.of(model, rights))
                                .toList()));
    }

    @GET
    @Path("/{author}/{slug}")
    public Uni<Map<String, @Nullable Object>> get(@RestPath String author, @RestPath String slug) {
        Rights rights = registry.rights();
        return registry.listing().map(listing -> data(Entries.model(listing, rights, author + '/' + slug), rights));
    }

    @POST
    @ResponseStatus(201)
    public Uni<Map<String, @Nullable Object>> add(@Nullable JsonNode body) {
        Rights rights = registry.rights();
        Fields fields = Fields.of(body, ModelReader.NEW);
        String owner = rights.owner(fields);
        rights.operatorOnly(fields, "benchmarks");
        String author = fields.text("author", owner, Formats.MODEL_SLUG);
        if (!rights.isOperator() && !author.equals(owner)) {
            throw Fields.fault("author", "must be your organisation: " + owner);
        }
        String id = author + '/' + fields.text("slug", null, Formats.MODEL_SLUG);
        ListedModel model = ModelReader.read(fields, id, owner, null);
        return registry.change(
                        fields.optional("why", Formats.WHY),
                        (listing, caller) -> Entries.addModel(listing, caller, model))
                .map(listing -> data(listing.model(id), rights));
    }

    @PATCH
    @Path("/{author}/{slug}")
    public Uni<Map<String, @Nullable Object>> update(
            @RestPath String author, @RestPath String slug, @Nullable JsonNode body) {
        Rights rights = registry.rights();
        Fields fields = Fields.of(body, ModelReader.CHANGEABLE);
        rights.operatorOnly(fields, "benchmarks");
        String id = author + '/' + slug;
        return registry.change(fields.optional("why", Formats.WHY), (listing, caller) -> {
                    ListedModel before = Entries.model(listing, caller, id);
                    return Entries.putModel(listing, caller, ModelReader.read(fields, id, before.owner(), before));
                })
                .map(listing -> data(listing.model(id), rights));
    }

    @DELETE
    @Path("/{author}/{slug}")
    public Uni<Void> remove(
            @RestPath String author,
            @RestPath String slug,
            @RestQuery @Nullable String cascade,
            @RestQuery @Nullable String why) {
        boolean all = Queries.flag("cascade", cascade);
        return registry.change(
                        Queries.why(why),
                        (listing, caller) -> Entries.removeModel(listing, caller, author + '/' + slug, all))
                .replaceWithVoid();
    }

    private static Map<String, @Nullable Object> data(ListedModel model, Rights rights) {
        return Map.of("data", Views.of(model, rights));
    }
}
