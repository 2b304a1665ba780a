package dev.fairlead.catalog.registration;

import java.util.List;
import java.util.Map;
import java.util.Set;

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
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.network.BaseUrl;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Providers, as operators and organisations enter them. */
@Path("/api/v1/catalog/providers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER})
final class ProviderRoutes {

    private static final Set<String> CREDENTIAL_FIELDS = Set.of("credential", "why");

    private final Registry registry;
    private final Hosts hosts;
    private final CredentialSeal seal;

    ProviderRoutes(Registry registry, Hosts hosts, CredentialSeal seal) {
        this.registry = registry;
        this.hosts = hosts;
        this.seal = seal;
    }

    /** Those that the caller manages, of one organisation if it is named. */
    @GET
    public Uni<Map<String, List<Map<String, @Nullable Object>>>> list(@RestQuery @Nullable String organisation) {
        Rights rights = registry.rights();
        return registry.listing()
                .map(listing -> Map.of(
                        "data",
                        listing.providers().values().stream()
                                .filter(provider -> rights.cover(provider.owner()))
                                .filter(provider -> organisation == null || organisation.equals(provider.owner()))
                                .map(Views::of)
                                .toList()));
    }

    @GET
    @Path("/{id}")
    public Uni<Map<String, @Nullable Object>> get(@RestPath String id) {
        Rights rights = registry.rights();
        return registry.listing().map(listing -> data(Entries.provider(listing, rights, id)));
    }

    @POST
    @ResponseStatus(201)
    public Uni<Map<String, @Nullable Object>> add(@Nullable JsonNode body) {
        Rights rights = registry.rights();
        Fields fields = Fields.of(body, ProviderReader.NEW);
        String id = fields.text("id", null, Formats.SLUG);
        String owner = rights.owner(fields);
        rights.operatorOnly(fields, "environment_keys");
        BaseUrl baseUrl = ProviderReader.baseUrl(fields);
        ListedProvider provider = ProviderReader.read(fields, id, owner, null, baseUrl, seal.credential(fields, id));
        return hosts.check(baseUrl)
                .chain(() -> registry.change(why(fields), (listing, caller) -> Entries.addProvider(listing, provider)))
                .map(listing -> data(listing.provider(id)));
    }

    @PATCH
    @Path("/{id}")
    public Uni<Map<String, @Nullable Object>> update(@RestPath String id, @Nullable JsonNode body) {
        Rights rights = registry.rights();
        Fields fields = Fields.of(body, ProviderReader.CHANGEABLE);
        rights.operatorOnly(fields, "environment_keys");
        BaseUrl baseUrl = ProviderReader.baseUrl(fields);
        String sealed = seal.credential(fields, id);
        // Whoever must not see it must not learn from it what its address resolves to either.
        return registry.listing()
                .map(listing -> Entries.provider(listing, rights, id))
                .chain(() -> hosts.check(baseUrl))
                .chain(() -> registry.change(why(fields), (listing, caller) -> {
                    ListedProvider before = Entries.provider(listing, caller, id);
                    Entries.checkMove(before, baseUrl, sealed != null);
                    return new ListingEdit(listing)
                            .put(ProviderReader.read(fields, id, before.owner(), before, baseUrl, sealed))
                            .done();
                }))
                .map(listing -> data(listing.provider(id)));
    }

    /** Sets the credential, in the place of the one before; null takes it away. */
    @PUT
    @Path("/{id}/credential")
    public Uni<Map<String, @Nullable Object>> setCredential(@RestPath String id, @Nullable JsonNode body) {
        Fields fields = Fields.of(body, CREDENTIAL_FIELDS);
        if (!fields.has("credential")) {
            throw Fields.fault("credential", "is required; null takes it away");
        }
        String sealed = seal.credential(fields, id);
        return registry.change(
                        why(fields),
                        (listing, caller) -> new ListingEdit(listing)
                                .put(Entries.provider(listing, caller, id).withCredential(sealed))
                                .done())
                .map(listing -> data(listing.provider(id)));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Void> remove(@RestPath String id, @RestQuery @Nullable String cascade, @RestQuery @Nullable String why) {
        boolean all = Queries.flag("cascade", cascade);
        return registry.change(Queries.why(why), (listing, caller) -> Entries.removeProvider(listing, caller, id, all))
                .replaceWithVoid();
    }

    /** Encrypts all credentials with the newest key, so that older ones can be given up. */
    @POST
    @Path("/reseal")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Map<String, List<String>>> reseal() {
        return registry.change("credentials sealed again", (listing, caller) -> seal.again(listing))
                .map(this::resealed);
    }

    private Map<String, List<String>> resealed(Listing listing) {
        return Map.of("sealed", seal.withNewestKey(listing), "unopenable", seal.withOlderKeys(listing));
    }

    private static @Nullable String why(Fields fields) {
        return fields.optional("why", Formats.WHY);
    }

    private static Map<String, @Nullable Object> data(ListedProvider provider) {
        return Map.of("data", Views.of(provider));
    }
}
