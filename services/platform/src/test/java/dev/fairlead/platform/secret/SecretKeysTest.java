package dev.fairlead.platform.secret;

import java.util.Base64;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SecretKeysTest {

    private static final String OLD = "old:" + key(1);
    private static final String NEW = "new:" + key(2);
    private static final String SECRET = "sk-not-to-be-seen-ünïcode";

    private static String key(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void whatIsSealedCanBeOpenedForItsPurpose() throws SealBrokenException {
        SecretKeys keys = SecretKeys.parse(OLD);

        String sealed = keys.seal(SECRET, "acme");

        assertThat(sealed).startsWith("v1.old.").doesNotContain(SECRET);
        assertThat(keys.open(sealed, "acme")).isEqualTo(SECRET);
        assertThat(keys.seal(SECRET, "acme")).isNotEqualTo(sealed);
    }

    @Test
    void theFirstKeySealsAndAllOfThemOpen() throws SealBrokenException {
        String sealed = SecretKeys.parse(OLD).seal(SECRET, "acme");
        SecretKeys both = SecretKeys.parse(NEW + " , " + OLD);

        assertThat(both.open(sealed, "acme")).isEqualTo(SECRET);
        assertThat(both.isSealedWithFirstKey(sealed)).isFalse();
        String again = both.seal(SECRET, "acme");
        assertThat(again).startsWith("v1.new.");
        assertThat(both.isSealedWithFirstKey(again)).isTrue();
        assertThat(SecretKeys.parse(NEW).open(again, "acme")).isEqualTo(SECRET);
    }

    @Test
    void keyThatIsMissingIsNamed() {
        String sealed = SecretKeys.parse(OLD).seal(SECRET, "acme");

        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> SecretKeys.parse(NEW).open(sealed, "acme"))
                .withMessageContaining("'old'")
                .withMessageContaining(SecretKeys.SETTING);
    }

    @Test
    void anotherPurposeAnotherKeyOfTheSameNameAndAnyChangedCharacterDoNotOpenIt() {
        SecretKeys keys = SecretKeys.parse(OLD);
        String sealed = keys.seal(SECRET, "acme");

        assertBroken(keys, sealed, "globex");
        assertBroken(SecretKeys.parse("old:" + key(3)), sealed, "acme");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'g' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertBroken(keys, changed, "acme");
        }
        assertBroken(keys, sealed.substring(0, sealed.length() - 4), "acme");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1.old", "v1.old.", "v1.old.AAAA", "v1.old.***", "v2.old.AAAA", "v1.o d.AAAA"})
    void whatIsNoSealedSecretIsRefused(String text) {
        assertBroken(SecretKeys.parse(OLD), text, "acme");
    }

    @Test
    void withoutKeysNothingCanBeSealed() {
        SecretKeys none = SecretKeys.parse(" ");

        assertThat(none.canSeal()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> none.seal(SECRET, "acme"))
                .withMessageContaining(SecretKeys.SETTING);
        assertThat(SecretKeys.parse(OLD).canSeal()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "nocolon, key number 1",
        "':AAAA', key number 1",
        "'bad id:AAAA', key number 1",
        "'k:AAAA', 'k'",
        "'k:not base64!', 'k'",
        "'k:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,', key number 2",
    })
    void faultySettingIsNamedWithoutTheKey(String setting, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretKeys.parse(setting))
                .withMessageContaining(SecretKeys.SETTING)
                .withMessageContaining(named)
                .withMessageNotContaining("AAAA")
                .withNoCause();
    }

    @Test
    void keyWithoutItsPaddingIsTheSameKey() {
        assertThat(SecretKeys.parse(OLD.replace("=", "")).canSeal()).isTrue();
    }

    @Test
    void keyGivenTwiceIsAFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretKeys.parse(OLD + "," + OLD))
                .withMessageContaining("'old' is given twice");
    }

    @Test
    void textOfTheKeysShowsNoKey() {
        assertThat(SecretKeys.parse(OLD)).hasToString("[old]");
    }

    private static void assertBroken(SecretKeys keys, String sealed, String purpose) {
        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> keys.open(sealed, purpose))
                .withMessageNotContaining(SECRET)
                .withNoCause();
    }
}
