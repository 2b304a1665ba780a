package dev.fairlead.billing.generation;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.CallerRefusal;
import dev.fairlead.billing.key.CallingKeys;
import dev.fairlead.contracts.identity.GenerationId;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What the holder of an API key may read of the generations of its organisation. */
@Path("/api/v1/generation")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll // authenticated by the API key
final class GenerationRoutes {

    private final CallingKeys callingKeys;
    private final Generations generations;
    private final Database database;

    GenerationRoutes(CallingKeys callingKeys, Generations generations, Database database) {
        this.callingKeys = callingKeys;
        this.generations = generations;
        this.database = database;
    }

    record Answer(GenerationView data) {}

    @GET
    public Uni<Answer> get(@Context HttpHeaders headers, @RestQuery @Nullable String id) {
        return callingKeys.authenticate(headers).chain(key -> {
            if (id == null || id.isEmpty()) {
                throw CallerRefusal.invalid("id: is required");
            }
            if (!GenerationId.isValid(id)) {
                throw notFound();
            }
            return database.query(() -> generations.find(new GenerationId(id), key.organisation()))
                    .onFailure()
                    .transform(CallerRefusal::of)
                    .map(GenerationRoutes::answer);
        });
    }

    private static Answer answer(@Nullable GenerationView found) {
        if (found == null) {
            throw notFound();
        }
        return new Answer(found);
    }

    private static CallerRefusal notFound() {
        return CallerRefusal.notFound("There is no such generation, or it is not booked yet.");
    }
}
