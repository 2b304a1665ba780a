package dev.fairlead.edge.identity;

import dev.fairlead.contracts.identity.KeyHash;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialTest {

    private static final String KEY = "sk-fl-v1-0123456789abcdef";
    private static final Credential.Key PRESENTED = new Credential.Key(KeyHash.of(KEY));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer    "})
    void readsTheBearerScheme(String scheme) {
        assertThat(of("Authorization", scheme + KEY)).isEqualTo(PRESENTED);
        assertThat(of("authorization", scheme + KEY + " ")).isEqualTo(PRESENTED);
    }

    @Test
    void readsTheOtherHeader() {
        assertThat(of("x-api-key", KEY)).isEqualTo(PRESENTED);
        assertThat(of("X-Api-Key", KEY)).isEqualTo(PRESENTED);
    }

    @Test
    void takesBothHeadersIfTheyAgree() {
        assertThat(Credential.of(headers("Authorization", "Bearer " + KEY).add("x-api-key", KEY)))
                .isEqualTo(PRESENTED);
    }

    @Test
    void refusesTwoHeadersThatDiffer() {
        assertThat(Credential.of(headers("Authorization", "Bearer " + KEY).add("x-api-key", "other")))
                .isInstanceOfSatisfying(
                        Credential.Malformed.class,
                        malformed -> assertThat(malformed.reason()).contains("different"));
        assertThat(Credential.of(headers("Authorization", "Basic abc").add("x-api-key", KEY)))
                .isInstanceOf(Credential.Malformed.class);
        assertThat(Credential.of(headers("Authorization", "").add("x-api-key", KEY)))
                .isInstanceOf(Credential.Malformed.class);
    }

    @Test
    void refusesAHeaderThatIsThereTwiceWithDifferentKeys() {
        assertThat(Credential.of(headers("Authorization", "Bearer " + KEY).add("Authorization", "Bearer other")))
                .isInstanceOf(Credential.Malformed.class);
        assertThat(Credential.of(headers("x-api-key", KEY).add("x-api-key", "other")))
                .isInstanceOf(Credential.Malformed.class);
    }

    @Test
    void seesThatNothingWasPresented() {
        assertThat(Credential.of(MultiMap.caseInsensitiveMultiMap())).isEqualTo(new Credential.Missing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer   ",
                "Basic dXNlcjpwYXNz",
                "Digest x",
                "Token abc",
                "sk-fl-v1-abc",
                "Bearer\tabc",
                "BearerX abc",
                "Bearersk-fl",
                "Negotiate",
                "bear er abc",
                " Bearer abc"
            })
    void refusesOtherSchemesWithoutRepeatingThem(String authorization) {
        assertThat(of("Authorization", authorization))
                .isInstanceOfSatisfying(
                        Credential.Malformed.class,
                        malformed -> assertThat(malformed.reason())
                                .doesNotContain("dXNlcjpwYXNz")
                                .doesNotContain("sk-fl-v1-abc"));
    }

    @Test
    void refusesAnEmptyKeyInTheOtherHeader() {
        assertThat(of("x-api-key", "")).isInstanceOf(Credential.Malformed.class);
    }

    @Test
    void refusesAMegabyteWithoutHashingIt() {
        String huge = "k".repeat(1 << 20);

        assertThat(of("Authorization", "Bearer " + huge)).isInstanceOf(Credential.Malformed.class);
        assertThat(of("x-api-key", huge)).isInstanceOf(Credential.Malformed.class);
        assertThat(of("x-api-key", "k".repeat(512))).isInstanceOf(Credential.Key.class);
        assertThat(of("x-api-key", "k".repeat(513))).isInstanceOf(Credential.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schlüssel", "клю́ч", "🔑", "a'; DROP TABLE keys;--", "../../etc/passwd", "%00", "{{7*7}}"})
    void hashesWhateverElseIsThere(String key) {
        assertThat(of("x-api-key", key)).isEqualTo(new Credential.Key(KeyHash.of(key)));
        assertThat(of("Authorization", "Bearer " + key)).isEqualTo(new Credential.Key(KeyHash.of(key)));
    }

    @Test
    void aKeyWithANulIsAnotherKey() {
        assertThat(of("x-api-key", KEY + "\0")).isNotEqualTo(PRESENTED);
        assertThat(of("Authorization", "Bearer " + KEY + "\0")).isNotEqualTo(PRESENTED);
    }

    private static Credential of(String name, String value) {
        return Credential.of(headers(name, value));
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }
}
