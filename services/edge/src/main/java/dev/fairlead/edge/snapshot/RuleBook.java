package dev.fairlead.edge.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.PolicyBook;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import org.jspecify.annotations.Nullable;

/** What people have written down about routing, ready to be asked. Immutable. */
public final class RuleBook {

    /** Nobody has written anything down. */
    public static final RuleBook EMPTY = of(RoutingRules.EMPTY, List.of(), UnaryOperator.identity());

    private final PolicyBook policies;
    private final Map<OrganisationId, RoutingDefaults> ofOrganisations = new HashMap<>();
    private final Map<KeyHash, RoutingDefaults> ofKeys = new HashMap<>();
    private final Map<OrganisationId, Map<String, Preset>> presets = new HashMap<>();

    private RuleBook(RoutingRules rules, PolicyBook policies) {
        this.policies = policies;
        for (RoutingDefaults defaults : rules.defaults()) {
            KeyHash key = defaults.key();
            if (key == null) {
                ofOrganisations.put(defaults.organisation(), defaults);
            } else {
                ofKeys.put(key, defaults);
            }
        }
        for (Preset preset : rules.presets()) {
            presets.computeIfAbsent(preset.organisation(), organisation -> new TreeMap<>())
                    .put(preset.slug(), preset);
        }
    }

    /**
     * The rules of one moment.
     *
     * @param policies those of {@code rules} that can be read, in their order
     * @param canonical the id of the model that a name means, or the name itself if it means none
     */
    public static RuleBook of(RoutingRules rules, List<RoutePolicy> policies, UnaryOperator<String> canonical) {
        return new RuleBook(rules, PolicyBook.of(policies, canonical));
    }

    public PolicyBook policies() {
        return policies;
    }

    /** What holds for all of an organisation; null for nothing. */
    public @Nullable RoutingDefaults defaultsOf(OrganisationId organisation) {
        return ofOrganisations.get(organisation);
    }

    /** What holds for one key; null for nothing. */
    public @Nullable RoutingDefaults defaultsOf(KeyHash key) {
        return ofKeys.get(key);
    }

    /**
     * A preset of an organisation; null if it has none of that name.
     *
     * @param slug in lower case
     */
    public @Nullable Preset preset(OrganisationId organisation, String slug) {
        return presets.getOrDefault(organisation, Map.of()).get(slug);
    }

    /** The names of an organisation's presets, sorted. */
    public List<String> presetsOf(OrganisationId organisation) {
        return List.copyOf(presets.getOrDefault(organisation, Map.of()).keySet());
    }
}
