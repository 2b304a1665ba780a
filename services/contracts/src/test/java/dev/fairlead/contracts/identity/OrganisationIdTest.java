package dev.fairlead.contracts.identity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OrganisationIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "acme", "acme-2", "a-", "123", "a--b"})
    void takesLowerCaseLettersDigitsAndHyphens(String value) {
        assertThat(OrganisationId.isValid(value)).isTrue();
        assertThat(new OrganisationId(value)).hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "-a", "Acme", "ac me", "a_b", "a.b", "a/b", "a:b", "{a}", "é", "a\0", "a\n", "a*", "ａ"})
    void refusesWhatCouldMeanSomethingElseInAKeyOrAPath(String value) {
        assertThat(OrganisationId.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrganisationId(value))
                .withMessageContaining("1 to 63");
    }

    @Test
    void hasAtMost63Characters() {
        assertThat(OrganisationId.isValid("a".repeat(63))).isTrue();
        assertThat(OrganisationId.isValid("a".repeat(64))).isFalse();
    }
}
