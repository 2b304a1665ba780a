package dev.fairlead.contracts.money;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenUsageTest {

    @Test
    void countsEveryTokenOnce() {
        // Given
        TokenUsage usage = new TokenUsage(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);

        // Then
        assertThat(usage.promptTokens()).isEqualTo(63);
        assertThat(usage.completionTokens()).isEqualTo(960);
        assertThat(usage.totalTokens()).isEqualTo(1023);
    }

    @Test
    void ofTextIsInputAndOutputOnly() {
        assertThat(TokenUsage.ofText(3, 5)).isEqualTo(new TokenUsage(3, 0, 0, 0, 0, 0, 5, 0, 0, 0));
        assertThat(TokenUsage.NONE.totalTokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void refusesANegativeCountOfAnyCategory(int category) {
        long[] n = new long[10];
        n[category] = -1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenUsage(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]))
                .withMessageContaining("negative");
    }
}
