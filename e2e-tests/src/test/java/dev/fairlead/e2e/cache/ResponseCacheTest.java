package dev.fairlead.e2e.cache;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who asks for it gets the answer to the same request a second time for nothing; nobody else ever gets it. */
@OnSharedSuite
class ResponseCacheTest {

    private static final String STATUS = "x-openrouter-cache-status";

    private final Suite suite;
    private Chat chat = Chat.to("simulator/sim-chat");

    ResponseCacheTest(Suite suite) {
        this.suite = suite;
    }

    @BeforeEach
    void askSomethingNew() {
        chat = Chat.to("simulator/sim-chat")
                .saying("Tell me of " + UUID.randomUUID())
                .maxTokens(5);
    }

    private Gateway caching() {
        return suite.gateway().with("x-openrouter-cache", "true");
    }

    /** An answer is stored after it has gone out: the first hit may need a moment. */
    private Answer awaitHit(Gateway gateway) {
        return await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> gateway.chat(chat),
                        answer -> answer.header(STATUS).orElse("").equals("HIT"));
    }

    @Test
    void theSecondWholeAnswerIsFree() {
        // Given
        Answer first = caching().chat(chat);

        // When
        Answer second = awaitHit(caching());

        // Then
        assertThat(first.header(STATUS)).hasValue("MISS");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("choices")).isEqualTo(first.json().path("choices"));
        assertThat(second.json().path("id").asText())
                .isEqualTo(second.generation())
                .isNotEqualTo(first.generation());
        assertThat(second.header("x-openrouter-cache-source-id")).isPresent();
        assertFree(second.json().path("usage"), second.generation());
    }

    @Test
    void theSecondStreamIsFree() {
        // Given
        StreamedAnswer first = caching().stream(chat);

        // When
        StreamedAnswer second = await().atMost(Duration.ofSeconds(5))
                .until(
                        () -> caching().stream(chat),
                        answer -> answer.header(STATUS).orElse("").equals("HIT"));

        // Then
        assertThat(first.header(STATUS)).hasValue("MISS");
        assertThat(second.text()).isEqualTo(first.text()).isNotEmpty();
        assertThat(second.isDone()).isTrue();
        assertThat(second.roles()).isEqualTo(1);
        assertThat(second.chunks())
                .allSatisfy(chunk -> assertThat(chunk.path("id").asText()).isEqualTo(second.generation()));
        assertThat(second.generation()).isNotEqualTo(first.generation());
        assertFree(second.usage(), second.generation());
    }

    private void assertFree(JsonNode usage, String generation) {
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(suite.simulator().callsFor(generation)).isEmpty();
        suite.awaitBooked();
        assertThat(suite.ledger().recordedCosts(generation)).containsExactly(Money.ZERO);
        assertThat(suite.ledger().entries(generation)).isEmpty();
    }

    @Test
    void whiteSpaceBetweenTokensDoesNotMatter() {
        // Given
        caching().chat(chat);
        awaitHit(caching());

        // When
        Answer spaced = caching().post(Gateway.CHAT, chat.json().replace(",\"", " ,\n \""));

        // Then
        assertThat(spaced.header(STATUS)).hasValue("HIT");
    }

    @Test
    void withoutTheHeaderNothingIsCached() {
        // Given
        caching().chat(chat);
        awaitHit(caching());

        // When
        Answer answer = suite.gateway().chat(chat);

        // Then
        assertThat(answer.header(STATUS)).isEmpty();
        assertThat(suite.simulator().callsFor(answer.generation())).hasSize(1);
    }

    @Test
    void anotherKeyOfTheSameOrganisationMisses() {
        // Given
        caching().chat(chat);
        awaitHit(caching());
        Key other = Key.create(suite.gateway().withKey(suite.people().tokenOf("alice")), "{\"name\":\"other\"}");

        // When
        Answer answer = caching().withKey(other.secret()).chat(chat);

        // Then
        assertMissed(answer);
    }

    @Test
    void anotherOrganisationMisses() {
        // Given
        caching().chat(chat);
        awaitHit(caching());

        // When
        Answer answer = caching().withKey(Demo.GLOBEX_KEY).chat(chat);

        // Then
        assertMissed(answer);
    }

    @Test
    void aStreamIsNotAnsweredWithAWholeAnswer() {
        // Given
        caching().chat(chat);
        awaitHit(caching());

        // When
        StreamedAnswer answer = caching().stream(chat);

        // Then
        assertThat(answer.header(STATUS)).hasValue("MISS");
        assertThat(answer.isDone()).isTrue();
    }

    @Test
    void anotherQuestionMisses() {
        // Given
        caching().chat(chat);
        awaitHit(caching());

        // When
        Answer answer = caching().chat(chat.maxTokens(6));

        // Then
        assertMissed(answer);
    }

    @Test
    void aFailureIsNotCached() {
        // Given
        Answer failed = caching().simulating("fail=400").chat(chat);

        // When
        Answer answer = caching().chat(chat);

        // Then
        assertThat(failed.status()).isEqualTo(400);
        assertMissed(answer);
    }

    private void assertMissed(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header(STATUS)).hasValue("MISS");
        assertThat(suite.simulator().callsFor(answer.generation())).hasSize(1);
    }
}
