package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action.Deny;
import dev.fairlead.contracts.policy.Action.FallBack;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.PolicyCheck.Yield;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

import static dev.fairlead.contracts.policy.Policies.arm;
import static dev.fairlead.contracts.policy.Policies.fallBack;
import static dev.fairlead.contracts.policy.Policies.pick;
import static dev.fairlead.contracts.policy.Policies.split;
import static dev.fairlead.contracts.policy.SampleFacts.ACME;
import static dev.fairlead.contracts.policy.SampleFacts.UMBRELLA;
import static dev.fairlead.contracts.policy.SampleFacts.plain;
import static org.assertj.core.api.Assertions.assertThat;

/** Random policies over few names, so that they lead to each other a lot. */
class PolicyPropertiesTest {

    private static final List<String> REAL = List.of("real/a", "real/b", "real/c", "real/d", "real/e", "real/f");
    private static final List<String> DEFINED = List.of("acme/1", "acme/2", "acme/3", "acme/4");

    @Property(tries = 2_000, seed = "20261123")
    void whateverThePoliciesEachIsObeyedAtMostOnce(@ForAll long seed) {
        Random random = new Random(seed);
        List<RoutePolicy> policies = policies(random);

        PolicyVerdict verdict = decide(policies, random);

        assertThat(verdict.steps()).extracting(Applied::policy).doesNotHaveDuplicates();
        assertThat(verdict.models()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Property(tries = 4_000, seed = "20261124")
    void policiesThatAreAcceptedLeaveNoDefinedName(@ForAll long seed) {
        Random random = new Random(seed);
        List<RoutePolicy> policies = policies(random);
        boolean accepted =
                PolicyCheck.check(policies, Policies::canonicalOrNull).isEmpty();
        Statistics.collect(accepted ? "accepted" : "refused");
        if (accepted) {
            PolicyVerdict verdict = decide(policies, random);

            PolicyBook book = PolicyBook.of(policies, Policies::canonical);
            assertThat(verdict.denied() != null
                            || verdict.models().stream().noneMatch(name -> book.defines(name, ACME)))
                    .as("%s of %s", verdict, policies)
                    .isTrue();
        }
    }

    @Property(tries = 2_000, seed = "20261125")
    void theSameFactsGetTheSameVerdict(@ForAll long seed) {
        List<RoutePolicy> policies = policies(new Random(seed));

        assertThat(decide(policies, new Random(seed + 1))).isEqualTo(decide(policies, new Random(seed + 1)));
    }

    @Property(tries = 2_000, seed = "20261126")
    void whoIsWatchedChangesNothing(@ForAll long seed) {
        List<RoutePolicy> policies = policies(new Random(seed));
        List<RoutePolicy> obeyed =
                policies.stream().filter(policy -> policy.mode() != Mode.SHADOW).toList();

        PolicyVerdict with = decide(policies, new Random(seed + 1));
        PolicyVerdict without = decide(obeyed, new Random(seed + 1));

        assertThat(with.models()).isEqualTo(without.models());
        assertThat(with.steps()).isEqualTo(without.steps());
        assertThat(with.denied()).isEqualTo(without.denied());
    }

    /** Followed blindly, with each rule free to hold, what is refused comes back to where it was; nothing else does. */
    @Property(tries = 4_000, seed = "20261127")
    void whatIsRefusedAsALoopReallyLoops(@ForAll long seed) {
        List<RoutePolicy> policies = policies(new Random(seed));

        Set<String> refused = new HashSet<>();
        PolicyCheck.check(policies, Policies::canonicalOrNull).stream()
                .filter(fault -> fault.message().contains("leads back"))
                .forEach(fault -> refused.add(fault.policy()));

        Circles circles = new Circles(new HashSet<>(), new HashSet<>());
        circles.collect(policies, ACME);
        circles.collect(policies, UMBRELLA);
        assertThat(refused).containsAll(circles.ends).isSubsetOf(circles.all);
        Statistics.collect(refused.isEmpty() ? "no loop" : "loops");
    }

    @Property(tries = 2_000, seed = "20261128")
    void whatIsNotAskedForIsNotNeeded(@ForAll long seed) {
        // Given facts that were only found out if they were said to be needed
        Random random = new Random(seed);
        List<RoutePolicy> policies = policies(random);
        PolicyBook book = PolicyBook.of(policies, Policies::canonical);
        List<String> asked = names(random, 1 + random.nextInt(3));
        Set<Facts.Kind> needs = book.needs(asked, ACME);

        SampleFacts all = plain().about("programming").in("de").left("0.5", "3").from("user", null);
        SampleFacts needed = plain().from("user", null);
        if (needs.contains(Facts.Kind.TASK)) {
            needed.about("programming");
        }
        if (needs.contains(Facts.Kind.LANGUAGE)) {
            needed.in("de");
        }
        if (needs.contains(Facts.Kind.BUDGET)) {
            needed.left("0.5", "3");
        }

        // Then
        assertThat(book.decide(asked, needed, seed)).isEqualTo(book.decide(asked, all, seed));
    }

    /**
     * The policies on circles of which at least one step replaces something, found by brute force.
     *
     * @param ends those at either end of such a step
     * @param all those, and whoever else is on the way back
     */
    private record Circles(Set<String> ends, Set<String> all) {

        void collect(List<RoutePolicy> policies, OrganisationId organisation) {
            List<RoutePolicy> meeting = policies.stream()
                    .filter(policy -> policy.mode() == Mode.ENFORCED)
                    .filter(policy -> policy.organisation() == null
                            || policy.organisation().equals(organisation))
                    .toList();
            boolean[][] reaches = closure(leads(meeting, false));
            boolean[][] replaces = leads(meeting, true);
            for (int i = 0; i < meeting.size(); i++) {
                for (int k = 0; k < meeting.size(); k++) {
                    if (replaces[i][k] && (i == k || reaches[k][i])) {
                        ends.add(meeting.get(i).name());
                        ends.add(meeting.get(k).name());
                        for (int between = 0; between < meeting.size(); between++) {
                            if (reaches[k][between] && reaches[between][i]) {
                                all.add(meeting.get(between).name());
                            }
                        }
                    }
                }
            }
            all.addAll(ends);
        }

        private static boolean[][] leads(List<RoutePolicy> meeting, boolean replacing) {
            boolean[][] leads = new boolean[meeting.size()][meeting.size()];
            for (int i = 0; i < meeting.size(); i++) {
                for (int k = 0; k < meeting.size(); k++) {
                    leads[i][k] = PolicyPropertiesTest.leads(meeting.get(i), meeting.get(k), replacing);
                }
            }
            return leads;
        }
    }

    private static boolean[][] closure(boolean[][] leads) {
        boolean[][] reaches = new boolean[leads.length][];
        for (int i = 0; i < leads.length; i++) {
            reaches[i] = leads[i].clone();
        }
        for (int over = 0; over < leads.length; over++) {
            for (int i = 0; i < leads.length; i++) {
                for (int k = 0; k < leads.length; k++) {
                    reaches[i][k] |= reaches[i][over] && reaches[over][k];
                }
            }
        }
        return reaches;
    }

    private static boolean leads(RoutePolicy from, RoutePolicy to, boolean replacing) {
        if (from.name().equals(to.name()) && from.defines() == null) {
            return false;
        }
        return Yield.of(from).stream()
                .filter(yield -> !replacing || yield.replaces())
                .anyMatch(yield -> Names.about(to).contains(yield.name()));
    }

    private static PolicyVerdict decide(List<RoutePolicy> policies, Random random) {
        SampleFacts facts = plain().from("user-" + random.nextInt(), null);
        if (random.nextBoolean()) {
            facts.about("programming");
        }
        if (random.nextBoolean()) {
            facts.inTeam("interns");
        }
        List<String> asked = names(random, 1 + random.nextInt(3));
        return PolicyBook.of(policies, Policies::canonical).decide(asked, facts, random.nextLong());
    }

    private static List<RoutePolicy> policies(Random random) {
        List<RoutePolicy> policies = new ArrayList<>();
        for (int i = 0; i < DEFINED.size(); i++) {
            policies.add(policy("defining-" + i, DEFINED.get(i), List.of(), random));
        }
        int others = random.nextInt(4);
        for (int i = 0; i < others; i++) {
            List<String> about = random.nextInt(4) == 0 ? List.of() : names(random, 1 + random.nextInt(2));
            policies.add(policy("about-" + i, null, about, random));
        }
        Collections.shuffle(policies, random);
        return policies;
    }

    private static RoutePolicy policy(String name, @Nullable String defines, List<String> about, Random random) {
        List<Rule> rules = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            rules.add(new Rule("first", condition(random), action(defines != null, random)));
        }
        rules.add(new Rule(
                "last",
                defines != null || random.nextBoolean() ? Policies.ALWAYS : condition(random),
                action(defines != null, random)));
        Mode mode = defines != null || random.nextInt(4) > 0 ? Mode.ENFORCED : Mode.SHADOW;
        return new RoutePolicy(
                name, 1, "", mode, defines == null && random.nextInt(5) == 0 ? UMBRELLA : null, defines, about, rules);
    }

    private static Condition condition(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> new Condition.Task(Set.of("programming"));
            case 1 -> new Condition.Not(new Condition.Task(Set.of("marketing")));
            case 2 -> new Condition.Language(Set.of("de"));
            case 3 -> new Condition.BudgetBelow(BigDecimal.TEN, null);
            default -> Policies.INTERNS;
        };
    }

    private static Action action(boolean defining, Random random) {
        return switch (random.nextInt(defining ? 3 : 5)) {
            case 0, 1 -> pick(targets(random));
            case 2 -> split(StickyBy.USER, arm("x", 50, targets(random)), arm("y", 50, targets(random)));
            case 3 -> fallBack(targets(random));
            default -> random.nextInt(3) == 0 ? new Deny("no") : new FallBack(List.of("real/a"));
        };
    }

    /** Mostly real models: with more defined names hardly any set would be accepted. */
    private static String[] targets(Random random) {
        List<String> targets = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            targets.add(
                    random.nextInt(4) == 0
                            ? DEFINED.get(random.nextInt(DEFINED.size()))
                            : REAL.get(random.nextInt(REAL.size())));
        }
        return targets.stream().distinct().toArray(String[]::new);
    }

    private static List<String> names(Random random, int count) {
        List<String> all = new ArrayList<>(REAL);
        all.addAll(DEFINED);
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, count));
    }
}
