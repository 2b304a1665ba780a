package dev.fairlead.e2e.account;

import java.math.BigDecimal;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Key;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a key says of itself, what an organisation has, and the records of its generations. */
@OnSharedSuite
class AccountTest {

    private static final String FEEDBACK = "/api/v1/generation/feedback";
    private static final String CREDITS = "/api/v1/credits";

    private final Suite suite;

    AccountTest(Suite suite) {
        this.suite = suite;
    }

    private Gateway as(String person) {
        return suite.gateway().withKey(suite.people().tokenOf(person));
    }

    @Test
    void aKeyTellsItsLimitAndWhatIsLeft() {
        // Given
        Key key = Key.create(as("alice"), "{\"name\":\"curious\",\"limit\":1}");
        Gateway caller = suite.gateway().withKey(key.secret());
        caller.chat(Chat.to("simulator/sim-flat"));
        suite.awaitBooked();

        // When
        JsonNode data = caller.get("/api/v1/key").json().path("data");

        // Then
        assertThat(data.path("limit").decimalValue()).isEqualByComparingTo("1");
        assertThat(data.path("usage").decimalValue()).isEqualByComparingTo("0.01");
        assertThat(data.path("usage_daily").decimalValue()).isEqualByComparingTo("0.01");
        assertThat(data.path("limit_remaining").decimalValue()).isEqualByComparingTo("0.99");
        assertThat(data.path("label").asText()).isNotEmpty().doesNotContain(key.secret());
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/key", "/api/v1/generation?id=gen-1"})
    void whoHasNoKeyIsRefused(String path) {
        Answer answer = suite.gateway().without("authorization").get(path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error().at("/metadata/error_type").asText()).isEqualTo("authentication");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/generation, 400",
        "/api/v1/generation?id=, 400",
        "/api/v1/generation?id=nonsense, 404",
        "/api/v1/generation?id=gen-01m84raarmmj27scaaw1zhtg23, 404"
    })
    void aGenerationThatIsNotThere(String path, int status) {
        Answer answer = suite.gateway().get(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error().path("code").asInt()).isEqualTo(status);
        assertThat(answer.error().path("message").asText()).contains("id");
    }

    @Test
    void anotherOrganisationsGenerationIsNotThere() {
        // Given
        Answer answer = suite.gateway().chat(Chat.to("simulator/sim-free").maxTokens(1));
        suite.awaitBooked();
        String path = "/api/v1/generation?id=" + answer.generation();

        // When, Then
        assertThat(suite.gateway().get(path).status()).isEqualTo(200);
        assertThat(suite.gateway().withKey(Suite.PENNILESS_KEY).get(path).status())
                .isEqualTo(404);
    }

    @Test
    void applicationsAndPeopleSayHowGoodAnAnswerWas() {
        // Given
        Answer answer = suite.gateway().chat(Chat.to("simulator/sim-free").maxTokens(1));
        suite.awaitBooked();
        String feedback = "{\"generation_id\":\"" + answer.generation() + "\",\"category\":\"other\",\"score\":1}";

        // When
        Answer ofTheApplication = suite.gateway().post(FEEDBACK, feedback);
        Answer ofAPerson = as("carol").post(FEEDBACK, feedback);
        Answer ofAStranger = suite.gateway().withKey(Suite.PENNILESS_KEY).post(FEEDBACK, feedback);

        // Then
        assertThat(ofTheApplication.status()).isEqualTo(200);
        assertThat(ofTheApplication.json().at("/data/success").asBoolean()).isTrue();
        assertThat(ofAPerson.status()).isEqualTo(200);
        assertThat(ofAStranger.status()).isEqualTo(404);
    }

    @Test
    void feedbackThatSaysNothingIsRefusedInTheDialectOfWhoGivesIt() {
        String nothing = "{\"generation_id\":\"gen-1\",\"category\":\"bad\"}";

        Answer application = suite.gateway().post(FEEDBACK, nothing);
        Answer person = as("alice").post(FEEDBACK, nothing);

        assertThat(application.status()).isEqualTo(400);
        assertThat(application.error().path("message").asText()).startsWith("category: must be one of: latency");
        KeyManagementTest.assertProblem(person, 400, "category");
    }

    @Test
    void aPolicyThatNeverDecidedARequestHasNoResults() {
        String results = "/api/v1/routing/policies/never-was/results";

        KeyManagementTest.assertProblem(as("alice").get(results), 404, "");
        assertThat(suite.gateway().get(results).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"alice", "carol", "dave"})
    void creditsAreThoseOfTheLedger(String person) {
        // Given
        suite.awaitBooked();
        Money wallet = suite.ledger().balance("acme", "wallet");
        Money usage = suite.ledger().balance("acme", "usage");

        // When
        JsonNode data = as(person).get(CREDITS).json().path("data");

        // Then
        BigDecimal granted = data.path("total_credits").decimalValue();
        BigDecimal used = data.path("total_usage").decimalValue();
        assertThat(Money.ofUsd(granted)).isEqualTo(wallet.plus(usage));
        assertThat(Money.ofUsd(used)).isEqualTo(usage);
    }

    @Test
    void aGrantIsMadeOnceHoweverOftenItIsRepeated() {
        // Given
        Gateway erin = as("erin").with("idempotency-key", UUID.randomUUID().toString());
        Money before = suite.ledger().balance("globex", "wallet");
        String grant = "{\"amount\":2.5,\"note\":\"e2e\"}";

        // When
        Answer first = erin.post(CREDITS + "/grants", grant);
        Answer second = erin.post(CREDITS + "/grants", grant);

        // Then
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json().at("/data/id")).isEqualTo(first.json().at("/data/id"));
        suite.awaitBooked();
        assertThat(suite.ledger().balance("globex", "wallet")).isEqualTo(before.plus(Money.ofUsd("2.5")));
    }

    @ParameterizedTest
    @CsvSource({"bob", "carol", "dave"})
    void onlyAdministratorsGrantCredits(String person) {
        Answer answer = as(person)
                .with("idempotency-key", UUID.randomUUID().toString())
                .post(CREDITS + "/grants", "{\"amount\":1}");

        KeyManagementTest.assertProblem(answer, 403, "");
    }

    @Test
    void developersDoNotSeeCredits() {
        KeyManagementTest.assertProblem(as("bob").get(CREDITS), 403, "");
    }
}
