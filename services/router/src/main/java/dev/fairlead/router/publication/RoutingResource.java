package dev.fairlead.router.publication;

import java.time.Clock;
import java.time.Duration;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.health.EndpointStatistics;
import dev.fairlead.router.health.HealthBook;
import io.smallrye.common.annotation.NonBlocking;

/** What the router knows, by REST. */
@Path("/internal")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class RoutingResource {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final CurrentTable current;
    private final HealthBook book;
    private final Clock clock;

    RoutingResource(CurrentTable current, HealthBook book, Clock clock) {
        this.current = current;
        this.book = book;
        this.clock = clock;
    }

    /** The routing table, for services that cannot get it from Redis; 503 before there is one. */
    @GET
    @Path("/routing-table")
    public byte[] table() throws JsonProcessingException {
        RoutingTable table = current.get();
        if (table == null) {
            throw new ProblemException(
                    Problem.of(503, "No routing table yet", "The outcomes have not been read yet."), RETRY_AFTER);
        }
        return FairleadJson.mapper().writeValueAsBytes(table);
    }

    /** How an endpoint did lately. The provider's name of a model may contain slashes. */
    @GET
    @Path("/endpoints/{provider}/{model: .+}/statistics")
    public EndpointStatistics statistics(@PathParam("provider") String provider, @PathParam("model") String model) {
        String endpoint = provider + '/' + model;
        EndpointStatistics statistics = book.statistics(endpoint, clock.millis());
        if (statistics == null) {
            throw new ProblemException(Problem.of(
                    404, "No statistics", "The endpoint '" + endpoint + "' was not used in the last seven days."));
        }
        return statistics;
    }
}
