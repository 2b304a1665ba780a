package dev.fairlead.edge.routing;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.edge.request.ChatRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request says to {@code fairlead/auto}, by the plugin {@code auto-router}.
 *
 * @param allowed names and wildcards, of which a model has to match one; empty for all
 * @param excluded names and wildcards, of which a model must match none
 * @param costTier how dear the models may be; null to let the prompt decide
 */
record AutoOptions(
        List<String> allowed,
        List<String> excluded,
        @Nullable CostTier costTier) {

    /** Nothing is said. */
    static final AutoOptions NONE = new AutoOptions(List.of(), List.of(), null);

    private static final List<String> PLUGINS = List.of("auto-router", "auto-beta-router");
    private static final Set<String> KNOWN =
            Set.of("allowed_models", "excluded_models", "cost_tier", "cost_quality_tradeoff", "pin_model");
    private static final int MAX_PATTERNS = 1024;

    /** OpenRouter's names of the five fifths. */
    private static final Map<String, CostTier> TIERS = Map.of(
            "low", CostTier.LOW,
            "medium", CostTier.MEDIUM_LOW,
            "high", CostTier.MEDIUM,
            "xhigh", CostTier.HIGH,
            "max", CostTier.MAX);

    private static final List<CostTier> FIFTHS = List.of(CostTier.values());

    static AutoOptions read(ChatRequest request) {
        PluginOptions plugin = PluginOptions.of(request, PLUGINS, KNOWN);
        plugin.refuseTrue("pin_model");
        return new AutoOptions(
                plugin.names("allowed_models", MAX_PATTERNS),
                plugin.names("excluded_models", MAX_PATTERNS),
                tier(plugin));
    }

    private static @Nullable CostTier tier(PluginOptions plugin) {
        String name = plugin.text("cost_tier");
        if (name != null) {
            CostTier tier = TIERS.get(name);
            if (tier == null) {
                throw plugin.fault("cost_tier", "must be one of low, medium, high, xhigh, max");
            }
            return tier;
        }
        // The older spelling: 10 is for the cheapest tenth, 0 for the cheapest nine tenths.
        int tradeOff = plugin.upToTen("cost_quality_tradeoff");
        return tradeOff < 0 ? null : FIFTHS.get((90 - 8 * tradeOff) / 20);
    }

    /** These, at another price. */
    AutoOptions at(CostTier tier) {
        return new AutoOptions(allowed, excluded, tier);
    }

    /**
     * The question to the router.
     *
     * @param task what to take the prompt for; null to find out
     */
    ModelQuestion question(ChatRequest request, String organisation, @Nullable String task) {
        return new ModelQuestion(request.prompt(), organisation, task, costTier, allowed, excluded);
    }
}
