package dev.fairlead.cache.response;

import dev.fairlead.contracts.identity.OrganisationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CacheKeyTest {

    private static final OrganisationId ACME = new OrganisationId("acme");

    @Test
    void keysOfTwoOrganisationsDifferWhateverTheyAskFor() {
        String digest = "a".repeat(64);

        assertThat(new CacheKey(ACME, digest)).isNotEqualTo(new CacheKey(new OrganisationId("globex"), digest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "index", "counts", "../../x"})
    void whatIsNoDigestMakesNoKey(String digest) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(ACME, digest));
    }

    @Test
    void digestsAreInLowerCaseHexadecimal() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(ACME, "A".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(ACME, "g".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheKey(ACME, "a".repeat(65)));
    }
}
