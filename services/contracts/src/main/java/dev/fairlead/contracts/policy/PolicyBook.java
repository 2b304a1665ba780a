package dev.fairlead.contracts.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;

/**
 * All policies, ready to be asked; immutable.
 *
 * <p>They are asked in their order, and each sees what those before it have left. When one puts other models into the
 * request, those before it that are about the new models, and have not been asked yet, are asked next: so a policy can
 * be built on another. Each is asked at most once for a request, and what it has put in the place of a name stays there,
 * however the name comes up again. So it ends, whatever the policies; with those that {@link PolicyCheck} accepts, no
 * defined name is left.
 */
public final class PolicyBook {

    private final UnaryOperator<String> canonical;
    private final Set<String> defined = new HashSet<>();
    private final List<CompiledPolicy> enforced = new ArrayList<>();
    private final List<CompiledPolicy> watched = new ArrayList<>();
    private final boolean needsAnything;

    private PolicyBook(List<RoutePolicy> policies, UnaryOperator<String> canonical) {
        this.canonical = canonical;
        for (RoutePolicy policy : policies) {
            if (policy.defines() != null && policy.mode() == Mode.ENFORCED) {
                defined.add(Names.folded(policy.defines()));
            }
        }
        for (RoutePolicy policy : policies) {
            switch (policy.mode()) {
                case ENFORCED -> enforced.add(new CompiledPolicy(policy, this::key));
                case SHADOW -> watched.add(new CompiledPolicy(policy, this::key));
                case DISABLED -> {}
            }
        }
        this.needsAnything = Stream.concat(enforced.stream(), watched.stream())
                .anyMatch(policy -> !policy.needs().isEmpty());
    }

    /**
     * Policies in the order in which they are asked.
     *
     * @param canonical the id of the model that a name means, or the name itself if it means none
     */
    public static PolicyBook of(List<RoutePolicy> policies, UnaryOperator<String> canonical) {
        return new PolicyBook(policies, canonical);
    }

    /** Whether a name is one of the virtual models that are always there, be it with a variant. */
    public static boolean isBuiltIn(String name) {
        return Names.isVirtual(name);
    }

    /** Whether there is nobody to ask. */
    public boolean isEmpty() {
        return enforced.isEmpty() && watched.isEmpty();
    }

    /** Whether a name is one that a policy defines for that organisation, or for everybody. */
    public boolean defines(String name, OrganisationId organisation) {
        String folded = Names.folded(name);
        return defined.contains(folded)
                && enforced.stream()
                        .anyMatch(policy -> policy.defines(folded) && policy.concerns(organisation, Set.of(folded)));
    }

    /** The costly facts that policies may ask for when a request of that organisation names these models. */
    public Set<Facts.Kind> needs(List<String> models, OrganisationId organisation) {
        Set<Facts.Kind> needs = EnumSet.noneOf(Facts.Kind.class);
        if (!needsAnything) {
            return needs;
        }
        Set<String> keys = new HashSet<>();
        models.forEach(name -> keys.add(key(name)));
        watched.stream()
                .filter(policy -> policy.concerns(organisation, keys))
                .forEach(policy -> needs.addAll(policy.needs()));
        List<CompiledPolicy> left = new ArrayList<>(enforced);
        int next = 0;
        while (next < left.size()) {
            if (left.get(next).concerns(organisation, keys)) {
                CompiledPolicy concerned = left.remove(next);
                needs.addAll(concerned.needs());
                keys.addAll(concerned.yields());
                next = 0;
            } else {
                next++;
            }
        }
        return needs;
    }

    /**
     * What the policies say to a request.
     *
     * @param models that it asks for, in its order
     * @param seed for splits that draw each request anew
     */
    public PolicyVerdict decide(List<String> models, Facts facts, long seed) {
        if (isEmpty()) {
            return PolicyVerdict.asAsked(models);
        }
        Proceedings proceedings = new Proceedings(models, this::key, facts, seed);
        watched.stream().filter(proceedings::concern).forEach(proceedings::watch);
        List<CompiledPolicy> left = new ArrayList<>(enforced);
        int next = 0;
        while (next < left.size() && !proceedings.isDenied()) {
            if (!proceedings.concern(left.get(next))) {
                next++;
            } else if (proceedings.obey(left.remove(next))) {
                next = 0;
            }
        }
        return proceedings.verdict(models);
    }

    /** One spelling for all names of a model. */
    private String key(String name) {
        String folded = Names.folded(name);
        return defined.contains(folded) ? folded : canonical.apply(name);
    }
}
