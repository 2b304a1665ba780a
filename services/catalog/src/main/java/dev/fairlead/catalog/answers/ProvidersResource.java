package dev.fairlead.catalog.answers;

import java.util.Collection;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.search.Facet;
import io.smallrye.mutiny.Uni;

/** The public list of providers. */
@Path("/api/v1/providers")
public final class ProvidersResource {

    private final PublicCatalog catalog;
    private final Callers callers;

    ProvidersResource(PublicCatalog catalog, Callers callers) {
        this.catalog = catalog;
        this.callers = callers;
    }

    /** The providers that the caller may know of, in order of their ids. */
    @GET
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            return new ConditionalReply(headers, uri, caller, state, false)
                    .of(MediaType.APPLICATION_JSON, () -> ProviderJson.list(visible(state, caller)));
        });
    }

    /** Everybody's, the caller's own, and those of others who offer it something. */
    private static Collection<ListedProvider> visible(PublicCatalog.State state, Caller caller) {
        Set<String> serving = state.index().terms(Facet.PROVIDER, caller.organisation());
        return state.read().stored().listing().providers().values().stream()
                .filter(provider -> provider.owner() == null
                        || provider.owner().equals(caller.organisation())
                        || serving.contains(provider.id()))
                .toList();
    }
}
