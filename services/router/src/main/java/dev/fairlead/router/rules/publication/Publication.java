package dev.fairlead.router.rules.publication;

import java.time.Instant;

import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.rules.RoutingRules.PublishedPolicy;
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
        return new Preset(
                preset.organisation(), preset.slug(), preset.version(), preset.config(), preset.writtenAt());
    }
}
