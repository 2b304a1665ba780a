package dev.fairlead.simulator.behaviour;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {

    private static final int COUNTED = 9;
    private static final int USUAL = 32;

    private static Behaviour.Tokens tokens(String settings) {
        return Behaviour.of(Settings.parse(settings)).tokens();
    }

    @Test
    void withoutAnyWordThePromptIsAsCountedAndTheCompletionAsUsual() {
        assertThat(tokens("").count(COUNTED, null, USUAL)).isEqualTo(new TokenCounts(9, 0, 32, 0, false));
    }

    @Test
    void theRequestsLimitIsUsedUp() {
        assertThat(tokens("").count(COUNTED, 100, USUAL)).isEqualTo(new TokenCounts(9, 0, 100, 0, true));
    }

    @Test
    void aSetCompletionEndsByItselfUnlessTheLimitIsLower() {
        assertThat(tokens("completion=10").count(COUNTED, 100, USUAL)).isEqualTo(new TokenCounts(9, 0, 10, 0, false));
        assertThat(tokens("completion=10").count(COUNTED, 10, USUAL)).isEqualTo(new TokenCounts(9, 0, 10, 0, false));
        assertThat(tokens("completion=10").count(COUNTED, 4, USUAL)).isEqualTo(new TokenCounts(9, 0, 4, 0, true));
    }

    @Test
    void pinnedPromptCachedAndReasoningTokensAreReportedAndNeverMoreThanTheWhole() {
        assertThat(tokens("prompt=50,cached=20,completion=8,reasoning=5").count(COUNTED, null, USUAL))
                .isEqualTo(new TokenCounts(50, 20, 8, 5, false));
        assertThat(tokens("cached=20,completion=8,reasoning=9").count(COUNTED, null, USUAL))
                .isEqualTo(new TokenCounts(9, 9, 8, 8, false));
    }

    @Test
    void noLimitMakesAnAnswerOfUnboundedSize() {
        assertThat(tokens("").count(COUNTED, Integer.MAX_VALUE, USUAL).completion())
                .isEqualTo(Behaviour.MOST_TOKENS);
    }
}
