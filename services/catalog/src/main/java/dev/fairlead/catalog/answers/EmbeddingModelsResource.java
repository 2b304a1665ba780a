package dev.fairlead.catalog.answers;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import dev.fairlead.catalog.search.Facet;
import dev.fairlead.catalog.search.Filter;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Parameters;
import dev.fairlead.catalog.search.QueryReader;
import dev.fairlead.catalog.search.Sort;
import io.smallrye.mutiny.Uni;

/** The models that put out embeddings. */
@Path("/api/v1/embeddings/models")
public final class EmbeddingModelsResource {

    private static final List<Filter> EMBEDDINGS = List.of(new Filter.AnyOf(Facet.OUTPUT, Set.of("embeddings")));

    private final PublicCatalog catalog;
    private final Callers callers;

    EmbeddingModelsResource(PublicCatalog catalog, Callers callers) {
        this.catalog = catalog;
        this.callers = callers;
    }

    /** Those that the caller may see, in pages if it asks for them. */
    @GET
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        ModelQuery query =
                new ModelQuery(EMBEDDINGS, Sort.NEWEST, QueryReader.page(new Parameters(uri.getQueryParameters())));
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            return new ConditionalReply(headers, uri, caller, state, false)
                    .of(
                            MediaType.APPLICATION_JSON,
                            () -> ListBody.of(ModelsResource.select(state, query, caller), query.page(), uri));
        });
    }
}
