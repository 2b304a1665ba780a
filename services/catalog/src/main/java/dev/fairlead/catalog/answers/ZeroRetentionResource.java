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
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.Served;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** The endpoints of providers that keep nothing. */
@Path("/api/v1/endpoints/zdr")
public final class ZeroRetentionResource {

    private static final ModelQuery ZERO_RETENTION =
            ModelQuery.ALL.and(new Filter.AnyOf(Facet.ZERO_RETENTION, Set.of(Facet.YES)));

    private final PublicCatalog catalog;
    private final Callers callers;

    ZeroRetentionResource(PublicCatalog catalog, Callers callers) {
        this.catalog = catalog;
        this.callers = callers;
    }

    /** All of them, with how they do at the moment. That may be many to write, hence not on an event loop. */
    @GET
    @Blocking
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            return new ConditionalReply(headers, uri, caller, state, true)
                    .of(MediaType.APPLICATION_JSON, () -> body(state, caller));
        });
    }

    private static byte[] body(PublicCatalog.State state, Caller caller) {
        List<Row> rows = ModelsResource.select(state, ZERO_RETENTION, caller);
        EndpointJson endpoints = new EndpointJson(state.live(), caller.isKnown());
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (Row row : rows) {
                for (Served endpoint : row.entry().endpoints()) {
                    if (endpoint.provider().dataPolicy().retainsNothing()) {
                        endpoints.write(row.entry(), endpoint, json);
                    }
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
