package dev.fairlead.router.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.rules.RoutingDefaults;
import org.jspecify.annotations.Nullable;

/**
 * All rules that hold at one moment.
 *
 * @param revision grows with every change; 0 if nothing was ever written
 * @param born the revision with which these rules began: others if Redis lost them in between
 * @param policies in the order in which they are asked: everybody's first, so that no organisation gets around them,
 *     then those of one organisation after the other
 * @param presets by {@link PresetVersion#id()}
 * @param defaults by {@link #idOf}
 * @param retired the last version of each policy and preset that was deleted lately, the earliest first
 */
public record Rules(
        long revision,
        long born,
        List<PolicyVersion> policies,
        SortedMap<String, PresetVersion> presets,
        SortedMap<String, RoutingDefaults> defaults,
        Map<String, Integer> retired) {

    public static final Rules NONE = new Rules(0, 0, List.of(), new TreeMap<>(), new TreeMap<>(), Map.of());

    public Rules {
        policies = List.copyOf(policies);
        presets = Collections.unmodifiableSortedMap(new TreeMap<>(presets));
        defaults = Collections.unmodifiableSortedMap(new TreeMap<>(defaults));
        retired = Collections.unmodifiableMap(new LinkedHashMap<>(retired));
    }

    /** Whether nothing is written down. */
    public boolean isEmpty() {
        return policies.isEmpty() && presets.isEmpty() && defaults.isEmpty();
    }

    /** The policy of that name; null if there is none. */
    public @Nullable PolicyVersion policy(String name) {
        for (PolicyVersion policy : policies) {
            if (policy.name().equals(name)) {
                return policy;
            }
        }
        return null;
    }

    /** The place of a policy among those of its owner, from 1 on; 0 if there is none of that name. */
    public int positionOf(String name) {
        PolicyVersion named = policy(name);
        int position = 0;
        for (PolicyVersion policy : policies) {
            if (named != null && Objects.equals(policy.organisation(), named.organisation())) {
                position++;
                if (policy.name().equals(name)) {
                    return position;
                }
            }
        }
        return 0;
    }

    /** An organisation's preset; null if there is none of that name. */
    public @Nullable PresetVersion preset(OrganisationId organisation, String slug) {
        return presets.get(PresetVersion.id(organisation, slug));
    }

    /** All presets of an organisation. */
    public List<PresetVersion> presetsOf(OrganisationId organisation) {
        return presets.values().stream()
                .filter(preset -> preset.organisation().equals(organisation))
                .toList();
    }

    /** What holds for an organisation or one of its keys; null if nothing was said. */
    public @Nullable RoutingDefaults defaults(OrganisationId organisation, @Nullable KeyHash key) {
        return defaults.get(idOf(organisation, key));
    }

    /** The name in the installation of an organisation's defaults, or of those of one of its keys. */
    public static String idOf(OrganisationId organisation, @Nullable KeyHash key) {
        return key == null ? organisation.value() : organisation.value() + '/' + key.value();
    }

    /** The same with another number. */
    public Rules at(long newRevision) {
        return new Rules(newRevision, born == 0 ? newRevision : born, policies, presets, defaults, retired);
    }
}
