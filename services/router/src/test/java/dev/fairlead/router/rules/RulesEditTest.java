package dev.fairlead.router.rules;

import java.time.Instant;
import java.util.List;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RulesEditTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final OrganisationId GLOBEX = new OrganisationId("globex");
    private static final Author ALICE = new Author("alice", Instant.parse("2026-11-01T08:00:00Z"));

    private static void put(RulesEdit edit, @Nullable OrganisationId organisation, String name) {
        edit.putPolicy(name, organisation, "enforced", "{\"rules\":[\"" + name + "\"]}", null);
    }

    private static List<String> names(Rules rules) {
        return rules.policies().stream().map(PolicyVersion::name).toList();
    }

    private static RulesEdit edit(Rules before) {
        return new RulesEdit(before, ALICE);
    }

    @Test
    void everybodysPoliciesComeFirstAndEachOwnersInTheirOwnOrder() {
        RulesEdit edit = edit(Rules.NONE);
        put(edit, GLOBEX, "g1");
        put(edit, ACME, "a1");
        put(edit, null, "all1");
        put(edit, ACME, "a2");
        put(edit, null, "all2");
        edit.putPolicy("a3", ACME, "enforced", "{}", 1);

        Rules rules = edit.after();

        assertThat(names(rules)).containsExactly("all1", "all2", "a3", "a1", "a2", "g1");
        assertThat(rules.positionOf("a1")).isEqualTo(2);
        assertThat(rules.positionOf("g1")).isEqualTo(1);
        assertThat(rules.positionOf("nothing")).isZero();
    }

    @Test
    void ordersMeansTheNamedFirstInTheirOrder() {
        RulesEdit edit = edit(Rules.NONE);
        List.of("a", "b", "c", "d").forEach(name -> put(edit, null, name));

        edit.orderPolicies(List.of("d", "b", "nothing"));

        assertThat(names(edit.after())).containsExactly("d", "b", "a", "c");
    }

    @Test
    void theSameAgainChangesNothing() {
        RulesEdit first = edit(Rules.NONE);
        put(first, ACME, "one");
        first.putPreset(ACME, "p", "{\"model\":\"m\"}", "be brief");
        first.putDefaults(defaults(null));
        RulesEdit again = edit(first.after());

        put(again, ACME, "one");
        again.putPreset(ACME, "p", "{\"model\":\"m\"}", "be brief");
        again.putDefaults(defaults(null));
        again.removePolicy("nothing");
        again.removePreset(ACME, "nothing");
        again.removeDefaults(GLOBEX, null);

        assertThat(again.changes()).isEmpty();
        assertThat(again.after()).isEqualTo(first.after());
    }

    @Test
    void everyChangeIsANewVersionAndInTheTrail() {
        RulesEdit edit = edit(Rules.NONE);
        edit.putPolicy("one", ACME, "enforced", "{\"a\":1}", null);
        edit.putPolicy("one", ACME, "shadow", "{\"a\":2}", null);
        edit.putPreset(ACME, "p", "{}", null);
        edit.putPreset(ACME, "p", "{}", "be brief");
        edit.removePreset(ACME, "p");

        assertThat(edit.after().policy("one")).isNotNull().satisfies(policy -> {
            assertThat(policy.version()).isEqualTo(2);
            assertThat(policy.mode()).isEqualTo("shadow");
            assertThat(policy.writtenBy()).isEqualTo("alice");
        });
        assertThat(edit.changes())
                .extracting(
                        change -> change.kind() + ' ' + change.name() + ' ' + change.action() + ' ' + change.version())
                .containsExactly(
                        "policy one created 1",
                        "policy one changed 2",
                        "preset p created 1",
                        "preset p changed 2",
                        "preset p deleted null");
    }

    @Test
    void aVersionNumberIsNeverGivenOutTwice() {
        RulesEdit edit = edit(Rules.NONE);
        edit.putPolicy("one", null, "enforced", "{\"a\":1}", null);
        edit.putPolicy("one", null, "enforced", "{\"a\":2}", null);
        edit.removePolicy("one");
        RulesEdit later = edit(edit.after());

        later.putPolicy("one", null, "enforced", "{\"a\":3}", null);

        assertThat(later.after().policies()).extracting(PolicyVersion::version).containsExactly(3);
        assertThat(later.after().retired()).isEmpty();
    }

    @Test
    void namesThatAreGoneAreForgottenAtLast() {
        RulesEdit edit = edit(Rules.NONE);
        for (int i = 0; i < Limits.RETIRED + 10; i++) {
            put(edit, null, "p" + i);
            edit.removePolicy("p" + i);
        }

        assertThat(edit.after().retired()).hasSize(Limits.RETIRED).doesNotContainKey("policy/p9");
    }

    @Test
    void tooMuchIsRefusedSayingWhatTheMostIs() {
        RulesEdit edit = edit(Rules.NONE);
        for (int i = 0; i < Limits.POLICIES; i++) {
            put(edit, null, "p" + i);
        }
        for (int i = 0; i < Limits.PRESETS; i++) {
            edit.putPreset(ACME, "p" + i, "{}", null);
        }

        assertRefused(409, "1000 policies", () -> put(edit, null, "more"));
        assertRefused(409, "200 presets", () -> edit.putPreset(ACME, "more", "{}", null));
        assertRefused(413, "65536 bytes", () -> edit.putPreset(GLOBEX, "large", "x".repeat(65_537), null));
        edit.putPreset(GLOBEX, "fits", "x".repeat(65_536), null);
        assertThat(edit.after().presetsOf(GLOBEX)).hasSize(1);
    }

    @Test
    void allTogetherIsBoundedToo() {
        RulesEdit edit = edit(Rules.NONE);
        String large = "x".repeat(Limits.DOCUMENT_BYTES);
        long most = Limits.TOTAL_CHARACTERS / Limits.DOCUMENT_BYTES;
        for (int i = 0; i < most; i++) {
            edit.putPreset(new OrganisationId("o" + i / Limits.PRESETS), "p" + i, large, null);
        }

        assertRefused(409, "together", () -> edit.putPreset(GLOBEX, "more", large, null));
    }

    @Test
    void defaultsOfKeysAreBounded() {
        RulesEdit edit = edit(Rules.NONE);
        for (int i = 0; i < Limits.KEYS; i++) {
            edit.putDefaults(defaults(KeyHash.of("key " + i)));
        }

        assertRefused(409, "1000 keys", () -> edit.putDefaults(defaults(KeyHash.of("more"))));
        edit.putDefaults(defaults(null));
        assertThat(edit.after().defaults(ACME, null)).isNotNull();
    }

    private static RoutingDefaults defaults(@Nullable KeyHash key) {
        return new RoutingDefaults(ACME, key, Strategy.PRICE, null, List.of(), List.of(), false, false);
    }

    private static void assertRefused(int status, String detail, Runnable edit) {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(edit::run).satisfies(refusal -> {
            assertThat(refusal.problem().status()).isEqualTo(status);
            assertThat(refusal.problem().detail()).contains(detail);
        });
    }
}
