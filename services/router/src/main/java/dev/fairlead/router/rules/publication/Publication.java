package dev.fairlead.router.rules.publication;

import java.io.IOException;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.rules.RoutingRules.PublishedPolicy;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.PresetVersion;
import dev.fairlead.router.rules.Rules;

/** What edges get to know of the rules: what holds, without who wrote it. */
final class Publication {

    private Publication() {}

    static RoutingRules of(Rules rules, Instant now) {
        return new RoutingRules(
                rules.revision(),
                now,
                rules.policies().stream().map(Publication::of).toList(),
                rules.defaults().values().stream().toList(),
                rules.presets().values().stream().map(Publication::of).toList());
    }

    private static PublishedPolicy of(PolicyVersion policy) {
        return new PublishedPolicy(policy.name(), policy.version(), policy.document());
    }

    private static Preset of(PresetVersion preset) {
        return new Preset(preset.organisation(), preset.slug(), preset.version(), body(preset), preset.writtenAt());
    }

    /** The system prompt is in the field where the edge looks for it. */
    private static String body(PresetVersion preset) {
        if (preset.systemPrompt() == null) {
            return preset.config();
        }
        try {
            ObjectNode body = (ObjectNode) FairleadJson.mapper().readTree(preset.config());
            body.put("system_prompt", preset.systemPrompt());
            return FairleadJson.mapper().writeValueAsString(body);
        } catch (IOException e) {
            throw new IllegalStateException("a stored preset is JSON", e);
        }
    }
}
