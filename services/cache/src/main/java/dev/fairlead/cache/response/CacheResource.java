package dev.fairlead.cache.response;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.platform.redis.RedisAwayException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The cache for the edge, which knows the caller; nobody else may ask. */
@Path("/internal/cache/{organisation}")
@RolesAllowed(Roles.SERVICE)
public final class CacheResource {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int LONGEST_TTL_SECONDS = 86_400;
    private static final Set<String> CONTENT_TYPES = Set.of(MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS);

    private final ResponseStore store;
    private final CacheConfig config;

    CacheResource(ResponseStore store, CacheConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * How many responses were purged.
     *
     * @param purged those that had not expired
     */
    @RegisterForReflection
    public record Purged(long purged) {}

    /** The stored response with the headers {@code X-Cache-Age}, {@code X-Cache-TTL}, {@code X-Cache-Source}; or 404. */
    @GET
    @Path("/{digest}")
    public Uni<Response> lookUp(@PathParam("organisation") String organisation, @PathParam("digest") String digest) {
        CacheKey key = key(organisation, digest);
        return answer(() -> store.lookUp(key)).map(found -> found == null ? miss() : hit(found));
    }

    /**
     * Stores a response.
     *
     * @param ttl for how long, in seconds, 1 to 86400
     * @param source the generation that it was made for
     */
    @PUT
    @Path("/{digest}")
    public Uni<Response> store(
            @PathParam("organisation") String organisation,
            @PathParam("digest") String digest,
            @QueryParam("ttl") @Nullable String ttl,
            @QueryParam("source") @Nullable String source,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            byte @Nullable [] body) {
        CacheKey key = key(organisation, digest);
        Duration timeToLive = timeToLive(ttl);
        GenerationId generation = generation(source);
        String type = contentType(contentType);
        byte[] content = content(body);
        return answer(() -> store.store(key, content, type, generation, timeToLive))
                .map(done -> Response.noContent().build());
    }

    /** Deletes a response, if there is one. */
    @DELETE
    @Path("/{digest}")
    public Uni<Response> delete(@PathParam("organisation") String organisation, @PathParam("digest") String digest) {
        CacheKey key = key(organisation, digest);
        return answer(() -> store.delete(key)).map(done -> Response.noContent().build());
    }

    /** Deletes all responses of an organisation. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Purged> purge(@PathParam("organisation") String organisation) {
        OrganisationId id = organisation(organisation);
        return answer(() -> store.purge(id)).map(Purged::new);
    }

    /** How the cache serves an organisation. */
    @GET
    @Path("/statistics")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<CacheStatistics> statistics(@PathParam("organisation") String organisation) {
        OrganisationId id = organisation(organisation);
        return answer(() -> store.statistics(id));
    }

    private static Response hit(StoredResponse found) {
        return Response.ok(found.body().getBytes())
                .type(found.contentType())
                .header("X-Cache-Age", found.age().toSeconds())
                .header("X-Cache-TTL", found.timeLeft().toSeconds())
                .header("X-Cache-Source", found.source().value())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    private static Response miss() {
        return Response.status(Response.Status.NOT_FOUND)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .build();
    }

    private static OrganisationId organisation(String text) {
        if (!OrganisationId.isValid(text)) {
            throw invalid("organisation", "is not an organisation id: 1 to 63 lower-case letters, digits, hyphens");
        }
        return new OrganisationId(text);
    }

    private static CacheKey key(String organisation, String digest) {
        OrganisationId id = organisation(organisation);
        try {
            return new CacheKey(id, digest);
        } catch (IllegalArgumentException e) {
            throw invalid("digest", "has to be 64 lower-case hexadecimal digits");
        }
    }

    private static Duration timeToLive(@Nullable String text) {
        if (text != null && text.matches("[0-9]{1,5}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_TTL_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw invalid("ttl", "has to be a number of seconds from 1 to " + LONGEST_TTL_SECONDS);
    }

    private static GenerationId generation(@Nullable String text) {
        if (text == null || !GenerationId.isValid(text)) {
            throw invalid("source", "has to be the id of a generation");
        }
        return new GenerationId(text);
    }

    /** The type without parameters: these bytes are UTF-8 whatever somebody says of them. */
    private static String contentType(@Nullable String header) {
        String type = header == null ? "" : header.split(";", 2)[0].strip();
        if (!CONTENT_TYPES.contains(type)) {
            throw new ProblemException(Problem.ofField(
                    415,
                    "Unsupported content type",
                    "Content-Type",
                    "has to be application/json or text/event-stream"));
        }
        return type;
    }

    private byte[] content(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw invalid("body", "is empty");
        }
        if (body.length > config.maxResponseBytes()) {
            throw new ProblemException(Problem.of(
                    413, "Response too large", "At most " + config.maxResponseBytes() + " bytes are stored."));
        }
        return body;
    }

    private static ProblemException invalid(String field, String detail) {
        return new ProblemException(Problem.ofField(400, "Invalid request", field, detail));
    }

    private static <T extends @Nullable Object> Uni<T> answer(Supplier<Future<T>> work) {
        return Uni.createFrom()
                .completionStage(() -> work.get().toCompletionStage())
                .onFailure(RedisAwayException.class)
                .transform(e -> new ProblemException(
                        Problem.of(503, "Cache away", "Redis does not answer; treat it as a miss."), RETRY_AFTER));
    }
}
