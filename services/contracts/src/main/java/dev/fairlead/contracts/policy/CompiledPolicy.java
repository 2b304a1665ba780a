package dev.fairlead.contracts.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import org.jspecify.annotations.Nullable;

/** A policy made ready to be asked often. */
final class CompiledPolicy {

    private final RoutePolicy policy;
    private final Set<String> about;
    private final Set<String> yields;
    private final Set<Facts.Kind> needs;
    private final List<CompiledRule> rules;

    /** A rule with what its split needs, if it is one. */
    record CompiledRule(Rule rule, @Nullable Draw draw) {}

    /**
     * A policy made ready.
     *
     * @param key gives each name one spelling, by which names are compared
     */
    CompiledPolicy(RoutePolicy policy, UnaryOperator<String> key) {
        this.policy = policy;
        this.about = keys(Names.about(policy), key);
        this.yields = keys(Names.yieldedBy(policy), key);
        EnumSet<Facts.Kind> kinds = EnumSet.noneOf(Facts.Kind.class);
        this.rules = new ArrayList<>();
        for (Rule rule : policy.rules()) {
            Conditions.collectNeeds(rule.when(), kinds);
            rules.add(
                    new CompiledRule(rule, rule.then() instanceof Split split ? new Draw(policy.name(), split) : null));
        }
        this.needs = kinds;
    }

    RoutePolicy policy() {
        return policy;
    }

    /** Whether it defines this name, in lower case. */
    boolean defines(String folded) {
        return policy.defines() != null && about.contains(folded);
    }

    /** The keys of the models that it is about; empty for all. */
    Set<String> about() {
        return about;
    }

    /** Whether it is about this model, by its key. */
    boolean isAbout(String key) {
        return about.isEmpty() || about.contains(key);
    }

    /** Whether requests of that organisation for these models, by their keys, are its business. */
    boolean concerns(OrganisationId organisation, Set<String> keys) {
        OrganisationId owner = policy.organisation();
        if (owner != null && !owner.equals(organisation)) {
            return false;
        }
        return about.isEmpty() || keys.stream().anyMatch(about::contains);
    }

    /** The keys of all models that it may put into a request. */
    Set<String> yields() {
        return yields;
    }

    Set<Facts.Kind> needs() {
        return needs;
    }

    /** The first rule whose condition holds; null if none does. */
    @Nullable
    CompiledRule ruleFor(Facts facts) {
        for (CompiledRule rule : rules) {
            if (Conditions.holds(rule.rule().when(), facts) == Truth.TRUE) {
                return rule;
            }
        }
        return null;
    }

    private static Set<String> keys(List<String> names, UnaryOperator<String> key) {
        Set<String> keys = new HashSet<>();
        names.forEach(name -> keys.add(key.apply(name)));
        return keys;
    }
}
