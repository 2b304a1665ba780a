package dev.fairlead.catalog.publication;

import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.common.annotation.NonBlocking;

/** The snapshot by REST, as it lies in Redis, for services that cannot get it from there. */
@Path("/internal/snapshot")
public final class SnapshotResource {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final CurrentSnapshot current;

    SnapshotResource(CurrentSnapshot current) {
        this.current = current;
    }

    /** The newest snapshot, in the catalog's compact form; 503 before there is one. */
    @GET
    @NonBlocking
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response snapshot(@Context Request request) {
        CurrentSnapshot.Written written = current.get();
        if (written == null) {
            throw new ProblemException(
                    Problem.of(503, "No catalog yet", "The catalog has not been read from its store yet."),
                    RETRY_AFTER);
        }
        EntityTag tag = new EntityTag(Long.toString(written.snapshot().version()));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.tag(tag).build()
                : Response.ok(written.bytes()).tag(tag).build();
    }
}
