package dev.fairlead.e2e.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Confidentiality;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.e2e.provider.Misbehaviour.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

/** A provider fails after it has begun to speak: a typed error event with the usage so far, which is booked. */
@OnSharedSuite
class FailuresWithinAStreamTest {

    private static final int CONTENT = 3;

    private final Suite suite;

    FailuresWithinAStreamTest(Suite suite) {
        this.suite = suite;
    }

    @AfterEach
    void recover() {
        Misbehaviour.recover(suite, MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "reset, 502, provider_unavailable",
        "cut, 502, provider_unavailable",
        "malformed, 502, provider_unavailable",
        "error, 502, provider_unavailable",
        "hang, 504, timeout"
    })
    void aStreamThatBreaksOff(String fault, int code, String errorType) {
        // When
        StreamedAnswer answer = Misbehaviour.failing(suite, fault + "@" + CONTENT).stream(
                Chat.to(MODEL).maxTokens(8));

        // Then: what was said before is there, and what went wrong
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text().split(" ")).hasSize(CONTENT);
        assertThat(answer.roles()).isEqualTo(1);
        JsonNode error = answer.error().orElseThrow();
        assertThat(error.path("code").asInt()).isEqualTo(code);
        assertThat(error.at("/metadata/error_type").asText()).isEqualTo(errorType);
        assertThat(answer.chunks().getLast().at("/choices/0/finish_reason").asText())
                .isEqualTo("error");
        Confidentiality.assertKept(answer.lines().toString());

        // And: the caller pays for that, and is told how much
        JsonNode usage = answer.usage();
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(CONTENT);
        Money cost = Money.ofUsd(usage.path("cost").decimalValue());
        assertThat(cost.isPositive()).isTrue();
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(answer.generation())).containsExactly(cost);
        assertThat(suite.ledger().entries(answer.generation())).containsEntry("usage", cost);
    }
}
