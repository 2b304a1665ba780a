package dev.fairlead.e2e.refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.e2e.refusal.FreeOfCharge.assertEnvelope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Callers who may not call, or may not spend. */
@OnSharedSuite
class RefusedKeysTest {

    private static final Chat CHAT = Chat.to("simulator/sim-chat").maxTokens(5);
    private static final Duration OBEYED_BY = Duration.ofSeconds(5);

    private final Suite suite;

    RefusedKeysTest(Suite suite) {
        this.suite = suite;
    }

    private Answer refused(UnaryOperator<Gateway> caller) {
        return new FreeOfCharge(suite).watch(() -> caller.apply(suite.gateway()).chat(CHAT));
    }

    private Gateway management() {
        return suite.gateway().withKey(suite.people().tokenOf("alice"));
    }

    private void awaitStatus(Key key, int status) {
        await().atMost(OBEYED_BY)
                .until(() -> suite.gateway().withKey(key.secret()).chat(CHAT).status() == status);
    }

    @Test
    void noKey() {
        Answer answer = refused(gateway -> gateway.without("authorization"));

        assertEnvelope(answer, 401, "authentication", "Authorization: Bearer");
    }

    @Test
    void aWrongKey() {
        Answer answer = refused(gateway -> gateway.withKey(Demo.ACME_KEY.replace("de30de30", "de30dead")));

        assertEnvelope(answer, 401, "authentication", "not known");
    }

    @Test
    void aWrongKeyForAStream() {
        // When
        StreamedAnswer answer =
                new FreeOfCharge(suite).watch(() -> suite.gateway().withKey("sk-fl-v1-nobody").stream(CHAT));

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.lines()).singleElement().asString().contains("\"error_type\":\"authentication\"");
    }

    @ParameterizedTest
    @CsvSource({"Basic YWxpY2U6YWxpY2U=", "Bearer", "Token sk-fl-v1-x", "sk-fl-v1-x"})
    void aMalformedHeader(String header) {
        Answer answer = refused(gateway -> gateway.with("authorization", header));

        assertEnvelope(answer, 401, "authentication", "");
    }

    @Test
    void twoDifferentKeys() {
        Answer answer = refused(gateway -> gateway.with("x-api-key", Demo.GLOBEX_KEY));

        assertEnvelope(answer, 401, "authentication", "different keys");
    }

    @Test
    void aKeyOfAnEndlessLength() {
        Answer answer = refused(gateway -> gateway.withKey("k".repeat(5_000)));

        assertEnvelope(answer, 401, "authentication", "512");
    }

    @Test
    void aDisabledKey() {
        // Given
        Gateway management = management();
        Key key = Key.create(management, "{\"name\":\"to be disabled\"}");
        management.patch(key.path(), "{\"disabled\":true}");
        awaitStatus(key, 401);

        // When
        Answer answer = refused(gateway -> gateway.withKey(key.secret()));

        // Then
        assertEnvelope(answer, 401, "authentication", "disabled");
    }

    @Test
    void anExpiredKey() {
        // Given
        Key key = Key.create(
                management(),
                "{\"name\":\"short-lived\",\"expires_at\":\"" + Instant.now().plusSeconds(3) + "\"}");
        awaitStatus(key, 401);

        // When
        Answer answer = refused(gateway -> gateway.withKey(key.secret()));

        // Then
        assertEnvelope(answer, 401, "authentication", "expired");
    }

    @Test
    void aDeletedKey() {
        // Given
        Gateway management = management();
        Key key = Key.create(management, "{\"name\":\"to be deleted\"}");
        management.delete(key.path());
        awaitStatus(key, 401);

        // When
        Answer answer = refused(gateway -> gateway.withKey(key.secret()));

        // Then
        assertEnvelope(answer, 401, "authentication", "not known");
    }

    @Test
    void anOrganisationWithoutCredits() {
        Answer answer = refused(gateway -> gateway.withKey(Suite.PENNILESS_KEY));

        assertEnvelope(answer, 402, "payment_required", "credits");
    }

    @Test
    void aKeyWhoseLimitIsTooSmallForTheRequest() {
        // Given
        Key key = Key.create(management(), "{\"name\":\"thrifty\",\"limit\":0.000001}");
        awaitStatus(key, 402);

        // When
        Answer answer = refused(gateway -> gateway.withKey(key.secret()));

        // Then
        assertEnvelope(answer, 402, "payment_required", "limit of the API key");
    }

    @Test
    void aKeyWhoseLimitIsUsedUp() {
        // Given: enough for one call, and that is made
        Key key = Key.create(management(), "{\"name\":\"one call\",\"limit\":0.01}");
        Gateway caller = suite.gateway().withKey(key.secret());
        Chat cent = Chat.to("simulator/sim-flat");
        Answer first = caller.chat(cent);
        suite.awaitBooked();

        // When
        Answer second = new FreeOfCharge(suite).watch(() -> caller.chat(cent));

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertEnvelope(second, 402, "payment_required", "limit of the API key");
    }
}
