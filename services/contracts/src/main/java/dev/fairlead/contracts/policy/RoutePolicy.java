package dev.fairlead.contracts.policy;

import java.util.List;
import java.util.Locale;

import dev.fairlead.contracts.identity.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * A policy: the first of its rules whose condition holds says what becomes of a request.
 *
 * @param name unique in the installation
 * @param version from 1 on; 0 for a draft
 * @param description for people; may be empty
 * @param mode whether it is obeyed
 * @param organisation whose requests it is about; null for everybody's
 * @param defines a model name of its own, by which requests ask for it; null if it is about real models
 * @param models the models that it is about; empty for all, or if it defines a name
 * @param rules in the order in which they are asked
 */
public record RoutePolicy(
        String name,
        int version,
        String description,
        Mode mode,
        @Nullable OrganisationId organisation,
        @Nullable String defines,
        List<String> models,
        List<Rule> rules) {

    public RoutePolicy {
        models = List.copyOf(models);
        rules = List.copyOf(rules);
    }

    /** Whether a policy is obeyed. */
    public enum Mode {
        /** It is obeyed. */
        ENFORCED,
        /** It is asked, and what it says is noted and not done. */
        SHADOW,
        /** It is not asked. */
        DISABLED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A rule of a policy.
     *
     * @param name unique in the policy
     */
    public record Rule(String name, Condition when, Action then) {}
}
