package dev.fairlead.edge.envelope;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Hash64Test {

    @ParameterizedTest
    @CsvSource(textBlock = """
        '', ef46db3751d8e999
        a, d24ec4f1a98c6e5b
        abc, 44bc2cf5ad770999
        'Nobody inspects the spammish repetition', fbcea83c8a378bf1
        """)
    void isXxh64(String text, String hash) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(Long.toHexString(Hash64.of(bytes, 0, bytes.length, 0))).isEqualTo(hash);
    }

    @Test
    void looksAtTheGivenBytesOnly() {
        byte[] bytes = "xxabcyy".getBytes(StandardCharsets.UTF_8);

        assertThat(Long.toHexString(Hash64.of(bytes, 2, 5, 0))).isEqualTo("44bc2cf5ad770999");
    }

    @Test
    void differsForEveryLengthByteAndSeed() {
        // Given
        byte[] bytes = new byte[200];
        new SplittableRandom(7).nextBytes(bytes);
        Set<Long> hashes = new HashSet<>();

        // When
        for (int length = 0; length <= bytes.length; length++) {
            hashes.add(Hash64.of(bytes, 0, length, 0));
            hashes.add(Hash64.of(bytes, 0, length, 1));
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i]++;
            hashes.add(Hash64.of(bytes, 0, bytes.length, 0));
            bytes[i]--;
        }

        // Then
        assertThat(hashes).hasSize(2 * 201 + 200);
    }
}
