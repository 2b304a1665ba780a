package dev.fairlead.e2e.provider;

import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** While a provider is silent the caller of a stream gets comments, which no client takes for content. */
@OnSharedSuite
class KeepAliveTest {

    private final Suite suite;

    KeepAliveTest(Suite suite) {
        this.suite = suite;
    }

    @ParameterizedTest
    @CsvSource({"latency", "ttft", "silence"})
    void aSilentProviderIsBridgedByComments(String kindOfSilence) {
        // When: four times the interval
        StreamedAnswer answer = suite.gateway().simulating(kindOfSilence + "=1200ms,tps=0").stream(
                Chat.to("simulator/sim-chat").maxTokens(3));

        // Then
        assertThat(answer.comments()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(answer.lines().getFirst()).startsWith(":");
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.text().split(" ")).hasSize(3);
        assertThat(answer.usage().path("completion_tokens").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0", "10"})
    void aTalkativeProviderNeedsNone(int delayMillis) {
        // When
        StreamedAnswer answer = suite.gateway().simulating("ttft=" + delayMillis + "ms,tps=0").stream(
                Chat.to("simulator/sim-chat").maxTokens(3));

        // Then
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.comments()).isEmpty();
    }
}
