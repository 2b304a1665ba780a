package dev.fairlead.contracts.policy;

import java.util.List;

import dev.fairlead.contracts.policy.Action.Deny;
import dev.fairlead.contracts.policy.Action.StickyBy;
import dev.fairlead.contracts.policy.PolicyCheck.Fault;
import dev.fairlead.contracts.policy.RoutePolicy.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.fairlead.contracts.policy.Policies.INTERNS;
import static dev.fairlead.contracts.policy.Policies.about;
import static dev.fairlead.contracts.policy.Policies.always;
import static dev.fairlead.contracts.policy.Policies.arm;
import static dev.fairlead.contracts.policy.Policies.defining;
import static dev.fairlead.contracts.policy.Policies.fallBack;
import static dev.fairlead.contracts.policy.Policies.faults;
import static dev.fairlead.contracts.policy.Policies.forAll;
import static dev.fairlead.contracts.policy.Policies.in;
import static dev.fairlead.contracts.policy.Policies.ownedBy;
import static dev.fairlead.contracts.policy.Policies.pick;
import static dev.fairlead.contracts.policy.Policies.rule;
import static dev.fairlead.contracts.policy.Policies.split;
import static dev.fairlead.contracts.policy.SampleFacts.ACME;
import static dev.fairlead.contracts.policy.SampleFacts.UMBRELLA;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyCheckTest {

    private static final List<String> A = List.of("real/a");
    private static final List<String> B = List.of("real/b");

    @Test
    void policiesThatMeanSomethingHaveNoFaults() {
        List<Fault> faults = faults(
                about("migration", A, always(split(StickyBy.USER, arm("old", 90), arm("new", 10, "real/b")))),
                about("b", B, always(fallBack("real/c", "fairlead/auto:floor"))),
                about("auto", List.of("fairlead/auto"), rule("interns", INTERNS, pick("openrouter/free"))),
                defining("smart", "acme/smart", always(pick("acme/inner", "real/c"))),
                defining("inner", "acme/inner", always(pick("real/a"))),
                forAll("no", rule("interns", INTERNS, new Deny("no"))));

        assertThat(faults).isEmpty();
    }

    @Test
    void missingModelsAreNamedWithTheirPlaces() {
        List<Fault> faults = faults(about(
                "p",
                List.of("real/a", "gone/b"),
                rule("one", INTERNS, pick("real/c", "gone/c")),
                rule("two", INTERNS, fallBack("gone/d")),
                always(split(StickyBy.KEY, arm("x", 50, "real/x"), arm("y", 50, "gone/y")))));

        assertThat(faults)
                .containsExactly(
                        new Fault("p", "models[1]", "there is no model 'gone/b'"),
                        new Fault("p", "rules[0].then.pick[1]", "there is no model 'gone/c'"),
                        new Fault("p", "rules[1].then.fall_back[0]", "there is no model 'gone/d'"),
                        new Fault("p", "rules[2].then.split[1].models[0]", "there is no model 'gone/y'"));
    }

    @Test
    void virtualModelsThatDoNotExistAreAnsweredWithTheChoices() {
        List<Fault> faults = faults(forAll("p", always(pick("fairlead/clever"))));

        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst().message())
                .isEqualTo("'fairlead/clever' is not one of "
                        + "fairlead/auto, fairlead/task, fairlead/budget, fairlead/consensus, fairlead/free");
    }

    @Test
    void aDefinedNameExistsForItsOrganisationAndWhileItsPolicyIsObeyed() {
        RoutePolicy definition = ownedBy(ACME, defining("d", "acme/smart", always(pick("real/a"))));
        RoutePolicy user = ownedBy(ACME, forAll("u", always(pick("ACME/smart"))));

        assertThat(faults(definition, user)).isEmpty();
        assertThat(faults(definition, ownedBy(UMBRELLA, user)))
                .extracting(Fault::policy)
                .containsExactly("u");
        assertThat(faults(definition, ownedBy(null, user)))
                .extracting(Fault::policy)
                .containsExactly("u");
        assertThat(faults(in(Mode.DISABLED, definition), user))
                .containsExactly(new Fault("u", "rules[0].then.pick[0]", "there is no model 'ACME/smart'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smart",
                "Acme/smart",
                "acme/smart:floor",
                "~acme/x-latest",
                "acme/a/b",
                "acme/",
                "acme/*",
                "@preset/x"
            })
    void aNameThatIsDefinedLooksLikeAuthorAndSlug(String name) {
        assertThat(faults(defining("d", name, always(pick("real/a")))))
                .extracting(Fault::field)
                .containsExactly("defines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"real/a", "fairlead/auto", "fairlead/mine", "openrouter/auto"})
    void aNameThatMeansSomethingAlreadyCannotBeDefined(String name) {
        assertThat(faults(defining("d", name, always(pick("real/b")))))
                .extracting(Fault::field)
                .containsExactly("defines");
    }

    @Test
    void nobodyDefinesANameTwice() {
        RoutePolicy one = defining("one", "acme/smart", always(pick("real/a")));
        RoutePolicy two = defining("two", "acme/smart", always(pick("real/b")));

        assertThat(faults(one, two))
                .containsExactly(
                        new Fault("one", "defines", "'acme/smart' is defined by the policy two already"),
                        new Fault("two", "defines", "'acme/smart' is defined by the policy one already"));
        assertThat(faults(ownedBy(ACME, one), two)).hasSize(2);
        assertThat(faults(ownedBy(ACME, one), ownedBy(ACME, two))).hasSize(2);
        assertThat(faults(ownedBy(ACME, one), ownedBy(UMBRELLA, two))).isEmpty();
        assertThat(faults(one, in(Mode.DISABLED, two))).isEmpty();
    }

    @Test
    void aDefinedNameAlwaysHasAnAnswer() {
        assertThat(faults(defining("d", "acme/x", rule("interns", INTERNS, pick("real/a")))))
                .extracting(Fault::field)
                .containsExactly("rules[0].when");
        assertThat(faults(defining("d", "acme/x", always(fallBack("real/a")))))
                .extracting(Fault::field)
                .containsExactly("rules[0].then.fall_back");
        assertThat(faults(
                        defining("d", "acme/x", always(split(StickyBy.KEY, arm("x", 50, "real/a"), arm("asked", 50))))))
                .extracting(Fault::field)
                .containsExactly("rules[0].then.split[1].models");
        assertThat(faults(in(Mode.SHADOW, defining("d", "acme/x", always(pick("real/a"))))))
                .extracting(Fault::field)
                .containsExactly("mode");
        assertThat(faults(defining("d", "acme/x", always(new Deny("closed"))))).isEmpty();
    }

    @Test
    void aDefinitionThatMeansItselfIsALoop() {
        assertThat(faults(defining("d", "acme/x", always(pick("real/a", "acme/x")))))
                .containsExactly(new Fault("d", "rules[0].then.pick[1]", "'acme/x' leads back to this policy: d -> d"));
    }

    @Test
    void everybodyInALoopIsAtFault() {
        List<Fault> faults = faults(
                defining("one", "acme/1", always(pick("acme/2"))),
                defining("two", "acme/2", rule("interns", INTERNS, pick("real/b")), always(pick("real/x", "acme/3"))),
                defining("three", "acme/3", always(split(StickyBy.KEY, arm("a", 99, "real/a"), arm("b", 1, "ACME/1")))),
                defining("four", "acme/4", always(pick("acme/1"))));

        assertThat(faults)
                .contains(
                        new Fault(
                                "one",
                                "rules[0].then.pick[0]",
                                "'acme/2' leads back to this policy: one -> two -> three -> one"),
                        new Fault(
                                "two",
                                "rules[1].then.pick[1]",
                                "'acme/3' leads back to this policy: two -> three -> one -> two"),
                        new Fault(
                                "three",
                                "rules[0].then.split[1].models[0]",
                                "'ACME/1' leads back to this policy: three -> one -> two -> three"));
        assertThat(faults).extracting(Fault::policy).doesNotContain("four");
    }

    @Test
    void modelsThatReplaceEachOtherAreALoopAndOnesThatOnlyStandBehindEachOtherAreNot() {
        assertThat(faults(about("a", A, always(pick("real/b"))), about("b", B, always(pick("REAL/a")))))
                .hasSize(2);
        assertThat(faults(about("a", A, always(pick("real/b"))), about("b", B, always(fallBack("real/a")))))
                .hasSize(2);
        assertThat(faults(about("a", A, always(fallBack("real/b"))), about("b", B, always(fallBack("real/a")))))
                .isEmpty();
    }

    @Test
    void whatIsNotObeyedOrMeetsNoRequestOfTheOtherDoesNotLoop() {
        RoutePolicy there = about("there", A, always(pick("real/b")));
        RoutePolicy back = about("back", B, always(pick("real/a")));

        assertThat(faults(there, in(Mode.SHADOW, back))).isEmpty();
        assertThat(faults(there, in(Mode.DISABLED, back))).isEmpty();
        assertThat(faults(ownedBy(ACME, there), ownedBy(UMBRELLA, back))).isEmpty();
        assertThat(faults(ownedBy(ACME, there), back)).hasSize(2);
        assertThat(faults(there, forAll("all", always(pick("real/a"))))).isEmpty();
    }

    @Test
    void aPolicyMayKeepWhatItIsAbout() {
        assertThat(faults(about(
                        "p",
                        List.of("real/a", "real/b"),
                        rule("interns", INTERNS, pick("real/b")),
                        always(split(StickyBy.USER, arm("a", 50, "real/a"), arm("b", 50, "real/b"))))))
                .isEmpty();
    }
}
