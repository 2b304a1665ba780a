package dev.fairlead.simulator.access;

import java.util.Map;

import dev.fairlead.simulator.access.ApiKeys.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeysTest {

    @Test
    void anyKeyWillDoIfNoneIsConfiguredAndItsNameDoesNotShowIt() {
        ApiKeys keys = new ApiKeys(true, Map.of());
        assertThat(keys.check("sk-secret"))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.name())
                                .matches("key-[0-9a-f]{12}")
                                .doesNotContain("secret"));
        assertThat(keys.check(null)).isInstanceOf(Verdict.Missing.class);
    }

    @Test
    void onlyConfiguredKeysWillDoIfThereAreSome() {
        ApiKeys keys = new ApiKeys(true, Map.of("main", "sk-1"));
        assertThat(keys.check("sk-1")).isEqualTo(new Verdict.Accepted("main"));
        assertThat(keys.check("sk-2")).isInstanceOf(Verdict.Unknown.class);
    }

    @Test
    void aKeyMayBeLeftOutIfConfiguredSo() {
        assertThat(new ApiKeys(false, Map.of()).check(null)).isEqualTo(new Verdict.Accepted(""));
    }

    @Test
    void aKeyGoesByItsNameHoweverItIsGiven() {
        ApiKeys keys = new ApiKeys(true, Map.of("main", "sk-1"));
        assertThat(keys.nameOf("main")).isEqualTo("main");
        assertThat(keys.nameOf("sk-1")).isEqualTo("main");
        String derived = keys.nameOf("sk-2");
        assertThat(keys.nameOf(derived)).isEqualTo(derived);
    }
}
