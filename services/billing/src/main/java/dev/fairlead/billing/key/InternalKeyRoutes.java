package dev.fairlead.billing.key;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.spending.Publisher;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** What an edge asks that has neither the key nor finds it in Redis. Not for the world outside. */
@Path("/internal/keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.SERVICE)
final class InternalKeyRoutes {

    private final ApiKeys keys;
    private final Database database;
    private final Publisher publisher;

    InternalKeyRoutes(ApiKeys keys, Database database, Publisher publisher) {
        this.keys = keys;
        this.database = database;
        this.publisher = publisher;
    }

    @GET
    @Path("/{hash}")
    @Operation(hidden = true)
    public Uni<String> find(@RestPath String hash) {
        KeyHash wanted = KeyRoutes.parse(hash);
        return database.guard(() -> keys.find(wanted)).map(found -> {
            if (found == null) {
                throw new ProblemException(Problem.of(404, "Not found", "There is no such key."));
            }
            // Whoever asks next finds it in Redis.
            publisher.keySoon(wanted);
            return toJson(found.key());
        });
    }

    private static String toJson(ApiKey key) {
        try {
            return FairleadJson.mapper().writeValueAsString(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key can always be written", e);
        }
    }
}
