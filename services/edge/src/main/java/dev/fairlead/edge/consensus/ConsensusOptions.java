package dev.fairlead.edge.consensus;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request says to the plugin {@code fairlead-consensus}.
 *
 * @param models whom to ask, in order of the caller's trust; empty to leave that to the gateway
 * @param minAgreement the agreement from which on the consensus counts as reached, 0 to 1
 */
record ConsensusOptions(List<String> models, double minAgreement) {

    static final String PLUGIN = "fairlead-consensus";

    private static final String PATH = "plugins." + PLUGIN + '.';
    private static final int FEWEST = 2;
    private static final int MOST = 8;
    private static final Set<String> KNOWN = Set.of("id", "enabled", "models", "min_agreement");

    /**
     * Reads them.
     *
     * @throws ApiException 400 if an option is none or has a wrong value, or if the request cannot be answered by several
     */
    static ConsensusOptions read(ChatRequest request) {
        if (request.offersTools()) {
            throw fault("tools", "cannot be called by several models at once; leave them out or name one model");
        }
        if (request.features().choices() > 1) {
            throw fault("n", "must be 1, since several models answer already");
        }
        JsonNode plugin = request.plugin(PLUGIN);
        if (plugin == null) {
            return new ConsensusOptions(List.of(), 0);
        }
        for (Iterator<String> names = plugin.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                throw fault(PATH + name, "is not an option; options are min_agreement, models");
            }
        }
        return new ConsensusOptions(models(plugin.get("models")), minAgreement(plugin.get("min_agreement")));
    }

    private static List<String> models(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return List.of();
        }
        Set<String> models = new LinkedHashSet<>();
        if (json.isArray()) {
            json.forEach(name -> models.add(name.isTextual() ? name.textValue() : ""));
        }
        if (models.size() < FEWEST || models.size() > MOST || models.size() < json.size() || models.contains("")) {
            throw fault(
                    PATH + "models", "must be an array of " + FEWEST + " to " + MOST + " different names of models");
        }
        for (String name : models) {
            if (VirtualModel.of(name) == VirtualModel.CONSENSUS) {
                throw fault(PATH + "models", "must not contain " + name + " itself");
            }
        }
        return List.copyOf(models);
    }

    private static double minAgreement(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return 0;
        }
        if (!json.isNumber() || json.doubleValue() < 0 || json.doubleValue() > 1) {
            throw fault(PATH + "min_agreement", "must be a number from 0 to 1");
        }
        return json.doubleValue();
    }

    private static ApiException fault(String field, String detail) {
        return new ApiException(ApiError.ofField(field, detail));
    }
}
