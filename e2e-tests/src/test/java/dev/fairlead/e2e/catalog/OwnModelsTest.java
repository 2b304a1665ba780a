package dev.fairlead.e2e.catalog;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Models and providers that people add to the catalog. */
@OnSharedSuite
class OwnModelsTest {

    private static final Duration EVERYWHERE_BY = Duration.ofSeconds(1);
    private static final String SECRET = "sk-own-secret-1";

    private final Suite suite;
    private final Gateway operator;
    private final Gateway globex;
    private final URI simulator;

    OwnModelsTest(Suite suite) {
        this.suite = suite;
        this.operator = suite.gateway().withKey(suite.people().tokenOf("alice"));
        this.globex = suite.gateway().withKey(Demo.GLOBEX_KEY);
        this.simulator = suite.stack().part(Part.SIMULATOR).uri();
    }

    private static Chat chat(OwnOffer offer) {
        return Chat.to(offer.model()).maxTokens(5);
    }

    private void assertCallableSoon(Gateway gateway, OwnOffer offer) {
        await().atMost(EVERYWHERE_BY)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> gateway.chat(chat(offer)).status() == 200);
    }

    @Test
    void aModelOfOnesOwnAnswersWithinASecondAtItsPriceAndWithItsCredential() {
        // When
        OwnOffer offer = OwnOffer.enter(operator, simulator, null, SECRET);

        // Then
        assertCallableSoon(suite.gateway(), offer);
        Answer answer = suite.gateway().chat(chat(offer));
        JsonNode usage = answer.json().path("usage");
        BigDecimal expected = new BigDecimal("0.000003")
                .multiply(usage.path("prompt_tokens").decimalValue())
                .add(new BigDecimal("0.000004")
                        .multiply(usage.path("completion_tokens").decimalValue()));
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(expected);
        assertThat(answer.json().path("model").asText()).isEqualTo(offer.model());
        assertThat(suite.simulator().callsFor(answer.generation())).hasSize(1);
        assertThat(operator.get(offer.providerPath()).body()).doesNotContain(SECRET);
    }

    @Test
    void aChangedPriceIsChargedWithinASecond() {
        // Given
        OwnOffer offer = OwnOffer.enter(operator, simulator, null, SECRET);
        assertCallableSoon(suite.gateway(), offer);

        // When
        assertThat(offer.reprice("30", "40").status()).isEqualTo(200);

        // Then
        await().atMost(EVERYWHERE_BY).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JsonNode usage = suite.gateway().chat(chat(offer)).json().path("usage");
            BigDecimal tokensAtNewPrices = new BigDecimal("0.00003")
                    .multiply(usage.path("prompt_tokens").decimalValue())
                    .add(new BigDecimal("0.00004")
                            .multiply(usage.path("completion_tokens").decimalValue()));
            assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(tokensAtNewPrices);
        });
    }

    @Test
    void aCredentialIsRotatedUnderLoadWithoutAFailedRequest() throws InterruptedException {
        // Given
        OwnOffer offer = OwnOffer.enter(operator, simulator, null, SECRET);
        assertCallableSoon(suite.gateway(), offer);
        AtomicBoolean enough = new AtomicBoolean();
        List<Answer> answers = new ArrayList<>();
        Thread load = Thread.ofVirtual().start(() -> {
            while (!enough.get()) {
                answers.add(suite.gateway().chat(chat(offer)));
            }
        });

        // When
        for (int i = 2; i < 8; i++) {
            assertThat(offer.rotate("sk-own-secret-" + i).status()).isEqualTo(200);
        }
        enough.set(true);
        load.join();

        // Then
        assertThat(answers).hasSizeGreaterThan(5);
        assertThat(answers).extracting(Answer::status).containsOnly(200);
    }

    @Test
    void anOrganisationsModelIsItsOwnUntilItOffersIt() {
        // Given
        Gateway developer = suite.gateway().withKey(suite.people().tokenOf("bob"));
        OwnOffer offer = OwnOffer.enter(developer, simulator, "acme", SECRET);
        assertCallableSoon(suite.gateway(), offer);

        // Then
        Answer refused = globex.chat(chat(offer));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error().at("/availability/code").asText()).isEqualTo("model_not_found");
        assertThat(modelsOf(globex, "/api/v1/models/user")).doesNotContain(offer.model());
        assertThat(modelsOf(suite.gateway().without("authorization"), "/api/v1/models"))
                .doesNotContain(offer.model());
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(modelsOf(suite.gateway(), "/api/v1/models/user"))
                        .contains(offer.model()));
        Gateway otherAdmin = suite.gateway().withKey(suite.people().tokenOf("erin"));
        assertThat(otherAdmin.get(offer.providerPath()).status()).isEqualTo(404);
        assertThat(otherAdmin.delete(offer.providerPath() + "?cascade=true").status())
                .isEqualTo(404);

        // When
        assertThat(offer.offer("7", "8").status()).isEqualTo(200);

        // Then
        assertCallableSoon(globex, offer);
        JsonNode usage = globex.chat(chat(offer)).json().path("usage");
        assertThat(usage.path("cost").decimalValue())
                .isEqualByComparingTo(new BigDecimal("0.000007")
                        .multiply(usage.path("prompt_tokens").decimalValue())
                        .add(new BigDecimal("0.000008")
                                .multiply(usage.path("completion_tokens").decimalValue())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/v1",
                "http://169.254.169.254/latest",
                "http://[::ffff:192.168.1.1]/v1",
                "http://0xa9fea9fe/v1",
                "ftp://example.org/v1",
                "http://user:pass@example.org/v1"
            })
    void anAddressInsideIsRefusedWhenItIsWritten(String url) {
        Answer refused = operator.post(
                "/api/v1/catalog/providers",
                "{\"id\":\"inside\",\"name\":\"Inside\",\"dialect\":\"openai\",\"authentication\":\"none\","
                        + "\"base_url\":\"" + url + "\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("base_url");
    }

    @Test
    void whatIsRemovedIsGoneWithinASecond() {
        // Given
        OwnOffer offer = OwnOffer.enter(operator, simulator, null, SECRET);
        assertCallableSoon(suite.gateway(), offer);

        // When
        assertThat(operator.delete(offer.providerPath()).status()).isEqualTo(409);
        assertThat(operator.delete(offer.providerPath() + "?cascade=true").status())
                .isEqualTo(204);

        // Then
        await().atMost(EVERYWHERE_BY)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> suite.gateway().chat(chat(offer)).status() != 200);
    }

    private static List<String> modelsOf(Gateway gateway, String path) {
        Answer answer = gateway.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("data").findValuesAsText("id");
    }
}
