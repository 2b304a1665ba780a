package dev.fairlead.billing.key;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeySecretTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void aNewKeyHasItsPrefixAndSixtyFourHexadecimalDigits() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String value = KeySecret.create(random).value();

            assertThat(value).matches("sk-fl-v1-[0-9a-f]{64}");
            assertThat(seen.add(value)).isTrue();
        }
    }

    @Test
    void theLabelShowsTooLittleToGuessTheRest() {
        KeySecret secret = KeySecret.create(random);

        assertThat(secret.label()).hasSize("sk-fl-v1-".length() + 3 + 3 + 4);
        assertThat(secret.value())
                .startsWith(secret.label().substring(0, 12))
                .endsWith(secret.label().substring(15));
        assertThat(secret).hasToString(secret.label());
    }

    @Test
    void aShortKeyShowsNothing() {
        assertThat(new KeySecret("sk-fl-short").label()).isEqualTo("sk-fl-...");
    }
}
