package dev.fairlead.contracts.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.policy.Action.Deny;
import dev.fairlead.contracts.policy.Action.Pick;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import dev.fairlead.contracts.routing.Strategy;
import org.junit.jupiter.api.Test;

import static dev.fairlead.contracts.policy.Policies.INTERNS;
import static dev.fairlead.contracts.policy.Policies.NEVER;
import static dev.fairlead.contracts.policy.Policies.about;
import static dev.fairlead.contracts.policy.Policies.always;
import static dev.fairlead.contracts.policy.Policies.arm;
import static dev.fairlead.contracts.policy.Policies.book;
import static dev.fairlead.contracts.policy.Policies.defining;
import static dev.fairlead.contracts.policy.Policies.fallBack;
import static dev.fairlead.contracts.policy.Policies.forAll;
import static dev.fairlead.contracts.policy.Policies.in;
import static dev.fairlead.contracts.policy.Policies.ownedBy;
import static dev.fairlead.contracts.policy.Policies.pick;
import static dev.fairlead.contracts.policy.Policies.rule;
import static dev.fairlead.contracts.policy.Policies.split;
import static dev.fairlead.contracts.policy.SampleFacts.ACME;
import static dev.fairlead.contracts.policy.SampleFacts.UMBRELLA;
import static dev.fairlead.contracts.policy.SampleFacts.plain;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyBookTest {

    private static final List<String> A = List.of("real/a");

    @Test
    void withoutPoliciesEverythingIsAsAsked() {
        PolicyVerdict verdict = book().decide(A, plain(), 1);

        assertThat(verdict).isEqualTo(PolicyVerdict.asAsked(A));
        assertThat(book().isEmpty()).isTrue();
    }

    @Test
    void theFirstRuleThatHoldsDecides() {
        PolicyBook book = book(about(
                "tiers",
                A,
                rule("never", NEVER, pick("real/x")),
                rule("interns", INTERNS, pick("real/small")),
                always(pick("real/large"))));

        assertThat(book.decide(A, plain().inTeam("interns"), 1).models()).containsExactly("real/small");
        assertThat(book.decide(A, plain(), 1).models()).containsExactly("real/large");
        assertThat(book.decide(A, plain(), 1).applied()).isEqualTo(new Applied("tiers", 1, "always", null));
    }

    @Test
    void aPolicyThatDoesNotConcernTheRequestSaysNothing() {
        PolicyBook book = book(
                about("b", List.of("real/b"), always(pick("real/x"))),
                ownedBy(UMBRELLA, forAll("umbrellas", always(pick("real/x")))),
                in(Mode.DISABLED, forAll("off", always(pick("real/x")))),
                about("c", A, rule("never", NEVER, pick("real/x"))));

        PolicyVerdict verdict = book.decide(A, plain(), 1);

        assertThat(verdict).isEqualTo(PolicyVerdict.asAsked(A));
    }

    @Test
    void everySpellingOfAModelCounts() {
        PolicyBook book = book(about("a", List.of("REAL/a"), always(pick("REAL/b", "real/b"))));

        assertThat(book.decide(A, plain(), 1).models()).containsExactly("REAL/b");
        assertThat(book.decide(List.of("REAL/a"), plain(), 1).models()).containsExactly("REAL/b");
    }

    @Test
    void onlyWhatThePolicyIsAboutIsReplacedAndOnlyOnce() {
        PolicyBook book = book(about("a", List.of("real/a", "real/b"), always(pick("real/x", "real/y"))));

        PolicyVerdict verdict = book.decide(List.of("real/1", "real/b", "real/y", "real/a"), plain(), 1);

        assertThat(verdict.models()).containsExactly("real/1", "real/x", "real/y");
    }

    @Test
    void aPolicyForAllModelsReplacesAll() {
        PolicyBook book = book(forAll("all", always(pick("real/x"))));

        assertThat(book.decide(List.of("real/a", "real/b"), plain(), 1).models())
                .containsExactly("real/x");
    }

    @Test
    void theLastStrategyThatIsNamedHolds() {
        PolicyBook book = book(
                forAll("one", always(new Pick(List.of("real/b"), Strategy.PRICE))),
                forAll("two", always(new Pick(List.of("real/c"), Strategy.LATENCY))),
                forAll("three", always(pick("real/d"))));

        assertThat(book.decide(A, plain(), 1).strategy()).isEqualTo(Strategy.LATENCY);
    }

    @Test
    void fallbacksComeLastAndNotTwice() {
        PolicyBook book = book(forAll("safety", always(fallBack("real/b", "REAL/a", "real/c"))));

        PolicyVerdict verdict = book.decide(List.of("real/a", "real/b"), plain(), 1);

        assertThat(verdict.models()).containsExactly("real/a", "real/b", "real/c");
    }

    @Test
    void aRefusalEndsIt() {
        PolicyBook book = book(
                forAll("no", rule("interns", INTERNS, new Deny("Ask your mentor."))),
                forAll("yes", always(pick("real/b"))));

        PolicyVerdict denied = book.decide(A, plain().inTeam("interns"), 1);

        assertThat(denied.denied()).isEqualTo("Ask your mentor.");
        assertThat(denied.applied()).isEqualTo(new Applied("no", 1, "interns", null));
        assertThat(denied.models()).isEqualTo(A);
        assertThat(book.decide(A, plain(), 1).denied()).isNull();
    }

    @Test
    void anArmWithoutModelsLeavesWhatWasAskedFor() {
        PolicyBook book = book(
                about("trial", A, always(split(StickyBy.REQUEST, arm("old", 50), arm("new", 50, "real/b", "real/a")))));

        assertThat(book.decide(A, plain(), firstSeedOf(book, "old")).models()).isEqualTo(A);
        assertThat(book.decide(A, plain(), firstSeedOf(book, "new")).models()).containsExactly("real/b", "real/a");
    }

    @Test
    void aDefinedNameMeansWhatItsPolicySays() {
        PolicyBook book = book(defining(
                "smart", "acme/smart", rule("interns", INTERNS, pick("real/small")), always(pick("real/large"))));

        assertThat(book.defines("acme/smart", ACME)).isTrue();
        assertThat(book.defines("Acme/Smart", ACME)).isTrue();
        assertThat(book.defines("acme/other", ACME)).isFalse();
        assertThat(book.decide(List.of("ACME/smart", "real/b"), plain(), 1).models())
                .containsExactly("real/large", "real/b");
    }

    @Test
    void aNameIsDefinedForItsOrganisationOnly() {
        PolicyBook book = book(
                ownedBy(ACME, defining("mine", "team/best", always(pick("real/a")))),
                ownedBy(UMBRELLA, defining("theirs", "team/best", always(pick("real/b")))),
                in(Mode.DISABLED, defining("nobodys", "team/other", always(pick("real/b")))));

        assertThat(book.decide(List.of("team/best"), plain(), 1).models()).containsExactly("real/a");
        assertThat(book.decide(List.of("team/best"), plain().of(UMBRELLA), 1).models())
                .containsExactly("real/b");
        assertThat(book.defines("team/best", UMBRELLA)).isTrue();
        assertThat(book.defines("team/best", new OrganisationId("third"))).isFalse();
        assertThat(book.defines("team/other", ACME)).isFalse();
    }

    @Test
    void policiesAreBuiltOnEachOtherWhateverTheirOrder() {
        RoutePolicy migration = about(
                "migration",
                List.of("real/old"),
                always(split(StickyBy.KEY, arm("new", 100, "real/new"), arm("old", 0))));
        RoutePolicy outer = defining("outer", "acme/outer", always(pick("acme/inner", "real/b")));
        RoutePolicy inner = defining("inner", "acme/inner", always(pick("real/old")));

        for (PolicyBook book :
                List.of(book(migration, outer, inner), book(outer, inner, migration), book(inner, migration, outer))) {
            PolicyVerdict verdict = book.decide(List.of("acme/outer"), plain(), 1);
            assertThat(verdict.models()).containsExactly("real/new", "real/b");
            assertThat(verdict.steps())
                    .extracting(Applied::policy)
                    .containsExactlyInAnyOrder("outer", "inner", "migration");
            assertThat(verdict.applied()).isEqualTo(new Applied("migration", 1, "always", "new"));
        }
    }

    @Test
    void whatAPolicyHasDecidedHoldsHoweverTheNameComesUpAgain() {
        PolicyBook book = book(
                about("a", A, always(pick("real/new"))),
                forAll("all", always(pick("real/a", "real/b"))),
                about("b", List.of("real/b"), always(pick("REAL/a", "real/c"))));

        assertThat(book.decide(A, plain(), 1).models()).containsExactly("real/new", "real/c");
        assertThat(book.decide(List.of("real/x"), plain(), 1).models()).containsExactly("real/new", "real/c");
    }

    @Test
    void aPolicyMayKeepTheModelThatItIsAbout() {
        PolicyBook book = book(
                about("first-try-small", A, always(pick("real/small", "real/a"))),
                about("b", List.of("real/b"), always(pick("real/a"))));

        assertThat(book.decide(A, plain(), 1).models()).containsExactly("real/small", "real/a");
        assertThat(book.decide(List.of("real/b"), plain(), 1).models()).containsExactly("real/small", "real/a");
        assertThat(book.decide(List.of("real/a", "real/b"), plain(), 1).models())
                .containsExactly("real/small", "real/a");
    }

    @Test
    void modelsMayStandBehindEachOther() {
        PolicyBook book = book(
                about("a", A, always(fallBack("real/b"))), about("b", List.of("real/b"), always(fallBack("real/a"))));

        assertThat(book.decide(A, plain(), 1).models()).containsExactly("real/a", "real/b");
        assertThat(book.decide(List.of("real/b"), plain(), 1).models()).containsExactly("real/b", "real/a");
    }

    @Test
    void whatIsOnlyWatchedChangesNothingAndSeesTheRequestAsItCame() {
        PolicyBook book = book(
                about("enforced", A, always(pick("real/b"))),
                in(Mode.SHADOW, about("on-a", A, always(new Deny("no")))),
                in(Mode.SHADOW, about("on-b", List.of("real/b"), always(pick("real/c")))),
                in(Mode.SHADOW, forAll("trial", always(split(StickyBy.KEY, arm("x", 0), arm("y", 100, "real/y"))))));

        PolicyVerdict verdict = book.decide(A, plain(), 1);

        assertThat(verdict.models()).containsExactly("real/b");
        assertThat(verdict.denied()).isNull();
        assertThat(verdict.shadows())
                .containsExactly(new Applied("on-a", 1, "always", null), new Applied("trial", 1, "always", "y"));
        assertThat(verdict.applied()).isEqualTo(new Applied("enforced", 1, "always", null));
    }

    @Test
    void costlyFactsAreAskedForOnlyWhereAPolicyThatCanApplyNeedsThem() {
        Condition code = new Condition.Task(Set.of("programming"));
        Condition german = new Condition.Language(Set.of("de"));
        Condition poor = new Condition.BudgetBelow(BigDecimal.TEN, null);
        PolicyBook book = book(
                about("a", A, rule("code", code, pick("real/b"))),
                about("b", List.of("real/b"), rule("poor", poor, pick("real/c"))),
                in(Mode.SHADOW, about("x", List.of("real/x"), rule("german", german, pick("real/c")))),
                ownedBy(UMBRELLA, forAll("umbrellas", rule("german", german, pick("real/c")))));

        assertThat(book.needs(A, ACME)).containsExactlyInAnyOrder(Facts.Kind.TASK, Facts.Kind.BUDGET);
        assertThat(book.needs(List.of("real/b"), ACME)).containsExactly(Facts.Kind.BUDGET);
        assertThat(book.needs(List.of("real/x"), ACME)).containsExactly(Facts.Kind.LANGUAGE);
        assertThat(book.needs(List.of("real/y"), ACME)).isEmpty();
        assertThat(book.needs(List.of("real/y"), UMBRELLA)).containsExactly(Facts.Kind.LANGUAGE);
    }

    @Test
    void aPolicyAboutHeadersHolds() {
        PolicyBook book = book(forAll(
                "staging", rule("staging", new Condition.Header("x-env", Set.of("staging")), pick("real/cheap"))));

        assertThat(book.decide(A, plain().with(Map.of("x-env", "staging")), 1).models())
                .containsExactly("real/cheap");
        assertThat(book.decide(A, plain().with(Map.of("x-env", "prod")), 1).models())
                .isEqualTo(A);
    }

    private static long firstSeedOf(PolicyBook book, String arm) {
        for (long seed = 0; seed < 1000; seed++) {
            Applied applied = book.decide(A, plain(), seed).applied();
            if (applied != null && arm.equals(applied.arm())) {
                return seed;
            }
        }
        throw new AssertionError("no seed draws " + arm);
    }
}
