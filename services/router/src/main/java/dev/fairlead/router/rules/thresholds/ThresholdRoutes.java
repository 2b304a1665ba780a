package dev.fairlead.router.rules.thresholds;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.routing.Thresholds;
import io.smallrye.common.annotation.NonBlocking;

/** The table of thresholds, for everybody. */
@Path("/api/v1/routing/thresholds")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public final class ThresholdRoutes {

    /** Every figure with its unit and what it decides. */
    @GET
    public ObjectNode thresholds() {
        ArrayNode views = JsonNodeFactory.instance.arrayNode();
        ThresholdTable.of(Thresholds.CURRENT)
                .forEach(row -> views.addObject()
                        .put("name", row.name())
                        .put("value", row.value())
                        .put("unit", row.unit())
                        .put("meaning", row.meaning()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", views);
        return answer;
    }
}
