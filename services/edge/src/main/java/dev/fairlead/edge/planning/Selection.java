package dev.fairlead.edge.planning;

import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What one name in a request stands for.
 *
 * @param models one model, or all that a wildcard matches
 * @param variants the static ones: an endpoint has to be of each; empty for the plain endpoints
 * @param strategy the order that a variant asks for; null for none
 * @param admittedTier a service tier whose endpoints are taken besides the plain ones, such as {@code flex}; null for
 *     none
 * @param isPool whether the endpoints of all models are taken together, as for a wildcard
 * @param parameters request parameters that an endpoint of a pool has to understand
 * @param weight how often this one is to be drawn first among the request's names, in relation to their weights; NaN if
 *     the request does not say
 */
public record Selection(
        List<Model> models,
        Set<Variant> variants,
        @Nullable Strategy strategy,
        @Nullable String admittedTier,
        boolean isPool,
        Set<String> parameters,
        double weight) {

    public Selection {
        models = List.copyOf(models);
        variants = Set.copyOf(variants);
        parameters = Set.copyOf(parameters);
    }

    /** The plain endpoints of one model. */
    public static Selection of(Model model) {
        return new Selection(List.of(model), Set.of(), null, null, false, Set.of(), Double.NaN);
    }

    /** Whether an endpoint is meant, if its model is. */
    public boolean takes(Endpoint endpoint) {
        if (variants.isEmpty()) {
            return endpoint.variant() == null;
        }
        for (Variant variant : variants) {
            if (!variant.isOf(endpoint)) {
                return false;
            }
        }
        return true;
    }
}
