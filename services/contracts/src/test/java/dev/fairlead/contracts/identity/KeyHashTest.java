package dev.fairlead.contracts.identity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyHashTest {

    /** The values of {@code printf %s ... | sha256sum}. */
    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "é, 4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    })
    void isTheSha256OfTheKey(String key, String hash) {
        assertThat(KeyHash.of(key)).isEqualTo(new KeyHash(hash));
    }

    @Test
    void hashesAnythingThatACallerMaySend() {
        assertThat(KeyHash.isValid(KeyHash.of("k".repeat(1 << 20)).value())).isTrue();
        assertThat(KeyHash.of("a\0")).isNotEqualTo(KeyHash.of("a"));
        assertThat(KeyHash.of("Key")).isNotEqualTo(KeyHash.of("key"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015adf",
                "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void refusesWhatIsNoHashAndDoesNotRepeatIt(String value) {
        assertThat(KeyHash.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyHash(value))
                .withMessage("a key hash is 64 lower-case hexadecimal digits");
    }
}
