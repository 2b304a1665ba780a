package dev.fairlead.catalog.answers;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import dev.fairlead.catalog.search.Facet;
import dev.fairlead.catalog.search.Filter;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Parameters;
import dev.fairlead.catalog.search.QueryReader;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.Sort;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The public list of models. */
@Path("/api/v1/models")
public final class ModelsResource {

    private static final String TEXT = "text";

    private final PublicCatalog catalog;
    private final Callers callers;
    private final PublicApiConfig config;

    /** The list as it is asked for most: by nobody in particular, without any wish. It is as large as the catalog. */
    private volatile @Nullable Whole whole;

    private static final class Whole {
        private final ModelIndex of;
        private final byte[] body;

        private Whole(ModelIndex of, byte[] body) {
            this.of = of;
            this.body = body;
        }
    }

    ModelsResource(PublicCatalog catalog, Callers callers, PublicApiConfig config) {
        this.catalog = catalog;
        this.callers = callers;
        this.config = config;
    }

    /** The models that the caller may see, filtered, sorted and cut into pages as the query says. */
    @GET
    public Uni<Response> list(@Context UriInfo uri, @Context HttpHeaders headers) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            ModelQuery query = new QueryReader(state.index(), caller.organisation()).read(parameters, TEXT);
            boolean rss = parameters.flag("use_rss");
            boolean chatLinks = parameters.flag("use_rss_chat_links");
            ConditionalReply reply = new ConditionalReply(headers, uri, caller, state, query.isLive());
            if (rss) {
                return reply.of(RssFeed.MEDIA_TYPE, () -> {
                    List<Row> rows = select(state, query, caller);
                    return new RssFeed(config.url(), chatLinks)
                            .of(query.page() == null ? rows : query.page().of(rows));
                });
            }
            return reply.of(MediaType.APPLICATION_JSON, () -> list(state, query, caller, uri));
        });
    }

    private byte[] list(PublicCatalog.State state, ModelQuery query, Caller caller, UriInfo uri) {
        boolean unwished = uri.getQueryParameters().isEmpty() && !state.index().isSpecialTo(caller.organisation());
        Whole known = whole;
        if (unwished && known != null && known.of == state.index()) {
            return known.body;
        }
        byte[] body = ListBody.of(select(state, query, caller), query.page(), uri);
        if (unwished) {
            whole = new Whole(state.index(), body);
        }
        return body;
    }

    /** How many there are. */
    @GET
    @Path("count")
    public Uni<Response> count(@Context UriInfo uri, @Context HttpHeaders headers) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            List<Filter> filters = new QueryReader(state.index(), caller.organisation()).readOutput(parameters, TEXT);
            return new ConditionalReply(headers, uri, caller, state, false).of(MediaType.APPLICATION_JSON, () -> {
                int count = select(state, new ModelQuery(filters, Sort.NEWEST, null), caller)
                        .size();
                return Json.bytes(json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("data");
                    json.writeNumberField("count", count);
                    json.writeEndObject();
                    json.writeEndObject();
                });
            });
        });
    }

    /** What the caller's organisation can use: its own models too, and nothing that would be refused. */
    @GET
    @Path("user")
    public Uni<Response> usable(@Context UriInfo uri, @Context HttpHeaders headers) {
        Parameters parameters = new Parameters(uri.getQueryParameters());
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            ModelQuery query = new QueryReader(state.index(), caller.known())
                    .read(parameters, null)
                    .and(new Filter.AnyOf(Facet.USABLE, Set.of(Facet.YES)));
            return new ConditionalReply(headers, uri, caller, state, query.isLive())
                    .of(MediaType.APPLICATION_JSON, () -> ListBody.of(select(state, query, caller), query.page(), uri));
        });
    }

    /** Who serves a model, and how well. */
    @GET
    @Path("{author}/{slug}/endpoints")
    public Uni<Response> endpoints(
            @PathParam("author") String author,
            @PathParam("slug") String slug,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return callers.of(headers).map(caller -> {
            PublicCatalog.State state = catalog.state();
            Lookup found = Lookup.find(state, author + '/' + slug, caller);
            return new ConditionalReply(headers, uri, caller, state, true)
                    .of(
                            MediaType.APPLICATION_JSON,
                            () -> new EndpointJson(state.live(), caller.isKnown()).model(found.entry()));
        });
    }

    static List<Row> select(PublicCatalog.State state, ModelQuery query, Caller caller) {
        return state.index().select(query, caller.organisation(), state.live());
    }
}
