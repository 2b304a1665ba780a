package dev.fairlead.contracts.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.policy.Action.Arm;
import dev.fairlead.contracts.policy.Action.Deny;
import dev.fairlead.contracts.policy.Action.FallBack;
import dev.fairlead.contracts.policy.Action.Pick;
import dev.fairlead.contracts.policy.Action.Split;
import dev.fairlead.contracts.policy.CompiledPolicy.CompiledRule;
import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/** One request on its way through the policies. Belongs to one thread, and is thrown away afterwards. */
final class Proceedings {

    private final UnaryOperator<String> key;
    private final Facts facts;
    private final long seed;

    /** The models so far, by their keys, in order. */
    private Map<String, String> models = new LinkedHashMap<>();

    /** What stands in the place of a name once a policy about it has been obeyed, by the name's key. */
    private final Map<String, List<String>> standing = new HashMap<>();

    private boolean changed;
    private @Nullable Strategy strategy;
    private @Nullable String denied;
    private @Nullable Applied lastWithArm;
    private final List<Applied> steps = new ArrayList<>();
    private final List<Applied> shadows = new ArrayList<>();

    Proceedings(List<String> asked, UnaryOperator<String> key, Facts facts, long seed) {
        this.key = key;
        this.facts = facts;
        this.seed = seed;
        addAll(asked);
    }

    boolean concern(CompiledPolicy policy) {
        return policy.concerns(facts.organisation(), keys());
    }

    Set<String> keys() {
        return models.keySet();
    }

    boolean isDenied() {
        return denied != null;
    }

    /** Notes what a policy would do. */
    void watch(CompiledPolicy policy) {
        CompiledRule rule = policy.ruleFor(facts);
        if (rule != null) {
            shadows.add(applied(policy, rule, arm(rule)));
        }
    }

    /**
     * Does what a policy says.
     *
     * @return whether there are other models than before
     */
    boolean obey(CompiledPolicy policy) {
        CompiledRule rule = policy.ruleFor(facts);
        if (rule == null) {
            return false;
        }
        Arm arm = arm(rule);
        Applied applied = applied(policy, rule, arm);
        steps.add(applied);
        if (arm != null) {
            lastWithArm = applied;
        }
        Set<String> before = Set.copyOf(keys());
        switch (rule.rule().then()) {
            case Pick pick -> {
                strategy = pick.strategy() == null ? strategy : pick.strategy();
                replace(policy, pick.models());
            }
            case Split _ -> {
                if (arm != null && !arm.models().isEmpty()) {
                    replace(policy, arm.models());
                }
            }
            case FallBack fallBack -> {
                addAll(fallBack.models());
                changed = true;
            }
            case Deny deny -> denied = deny.message();
        }
        return !keys().equals(before);
    }

    /** The result, once nobody has to be asked any more. */
    PolicyVerdict verdict(List<String> asked) {
        Applied applied =
                lastWithArm != null && denied == null ? lastWithArm : steps.isEmpty() ? null : steps.getLast();
        List<String> wanted = changed ? List.copyOf(models.values()) : asked;
        return new PolicyVerdict(wanted, strategy, denied, applied, shadows, steps);
    }

    /** Puts models in the place of the first that the policy is about; the others that it is about go. */
    private void replace(CompiledPolicy policy, List<String> replacements) {
        Map<String, String> before = models;
        models = new LinkedHashMap<>();
        boolean placed = false;
        for (Map.Entry<String, String> model : before.entrySet()) {
            if (!policy.isAbout(model.getKey())) {
                models.putIfAbsent(model.getKey(), model.getValue());
            } else if (!placed) {
                Unfolding unfolding = new Unfolding();
                unfolding.underWay.add(model.getKey());
                replacements.forEach(unfolding::add);
                placed = true;
            }
        }
        policy.about().forEach(name -> standing.putIfAbsent(name, replacements));
        changed = true;
    }

    private void addAll(List<String> names) {
        names.forEach(new Unfolding()::add);
    }

    private @Nullable Arm arm(CompiledRule rule) {
        return rule.draw() == null ? null : rule.draw().arm(facts, seed);
    }

    private static Applied applied(CompiledPolicy policy, CompiledRule rule, @Nullable Arm arm) {
        return new Applied(
                policy.policy().name(), policy.policy().version(), rule.rule().name(), arm == null ? null : arm.name());
    }

    /** Adds models or, where a policy has been obeyed about one, what it has put in its place. */
    private final class Unfolding {

        private final Set<String> underWay = new HashSet<>();
        private final Set<String> done = new HashSet<>();

        /** Adds one. A name that comes up while its own replacement is added stands for itself. */
        void add(String name) {
            String id = key.apply(name);
            List<String> replacements = standing.get(id);
            if (replacements == null || underWay.contains(id)) {
                models.putIfAbsent(id, name);
            } else if (!done.contains(id)) {
                underWay.add(id);
                replacements.forEach(this::add);
                underWay.remove(id);
                done.add(id);
            }
        }
    }
}
