package dev.fairlead.catalog.answers;

import java.nio.charset.StandardCharsets;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import io.smallrye.mutiny.Uni;

/** One model, by any of its names. */
@Path("/api/v1/model/{author}/{slug}")
public final class ModelResource {

    private final PublicCatalog catalog;
    private final Callers callers;

    ModelResource(PublicCatalog catalog, Callers callers) {
        this.catalog = catalog;
        this.callers = callers;
    }

    /** The model that the name means to the caller. */
    @GET
    public Uni<Response> model(
            @PathParam("author") String author,
            @PathParam("slug") String slug,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            Lookup found = Lookup.find(state, author + '/' + slug, caller);
            return new ConditionalReply(headers, uri, caller, state, false).of(MediaType.APPLICATION_JSON, () -> {
                byte[] model =
                        found.alias() == null ? found.row().json() : ModelJson.render(found.entry(), found.alias());
                return Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeFieldName("data");
                    json.writeRawValue(new String(model, StandardCharsets.UTF_8));
                    json.writeEndObject();
                });
            });
        });
    }
}
