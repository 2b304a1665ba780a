package dev.fairlead.e2e.routing;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.StreamedAnswer;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests in spellings that are not today's, as people have them in their programs: each does what it says. */
@OnSharedSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderSpellingsTest {

    private static final int DRAWS = 450;

    /** What chi-square exceeds once in ten thousand times, with two degrees of freedom. */
    private static final double UNLIKELY = 18.42;

    private final Suite suite;
    private final Gateway gateway;

    OlderSpellingsTest(Suite suite) {
        this.suite = suite;
        this.gateway = suite.gateway();
    }

    @BeforeAll
    void enter() {
        KnownModels.enter(suite);
    }

    @AfterAll
    void remove() {
        new KnownModels(suite.gateway().withKey(suite.people().tokenOf("alice"))).remove(suite);
    }

    private Answer post(String body) {
        return gateway.post(Gateway.CHAT, body);
    }

    private JsonNode answered(String body) {
        Answer answer = post(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String model(JsonNode answer) {
        return answer.path("model").asText();
    }

    private static void assertCost(JsonNode answer) {
        assertThat(answer.at("/usage/cost").decimalValue())
                .isPositive()
                .isEqualByComparingTo(KnownModels.cost(model(answer), answer.path("usage")));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, openai/gpt-4o",
        "gpt-4o-mini, openai/gpt-4o-mini",
        "claude-3.5-sonnet, anthropic/claude-3.5-sonnet",
        "gemini-1.5-pro, google/gemini-pro-1.5",
        "meta-llama/llama-3.1-8b, meta-llama/llama-3.1-8b-instruct",
        "mistralai/mistral-7b, mistralai/mistral-7b-instruct",
        "deepseek/deepseek-coder, deepseek/deepseek-coder"
    })
    void aShortNameIsEnough(String name, String model) {
        // When
        JsonNode answer = answered("""
                {
                  "model": "%s",
                  "messages": [{"role": "user", "content": "What is the meaning of life?"}],
                  "max_tokens": 5
                }
                """.formatted(name));

        // Then
        assertThat(model(answer)).isEqualTo(model);
    }

    @Test
    void floorIsTheCheapestProvider() {
        for (int i = 0; i < 20; i++) {
            // When
            JsonNode answer = answered("""
                    {"model": "gpt-4o-mini:floor", "messages": [{"role": "user", "content": "Hello %d!"}], "max_tokens": 2}
                    """.formatted(i));

            // Then
            assertThat(answer.path("provider").asText()).isEqualTo(KnownModels.PROVIDER);
            assertCost(answer);
        }
    }

    @Test
    void nitroIsAnsweredToo() {
        JsonNode answer = answered("""
                {"model": "gpt-4o-mini:nitro", "messages": [{"role": "user", "content": "Hello!"}], "max_tokens": 2}
                """);

        assertThat(model(answer)).isEqualTo(KnownModels.MINI);
    }

    @Test
    void transformsAreModelsToFallBackToInTheirOrder() {
        // Given
        String body = """
                {
                  "model": "gpt-4o",
                  "messages": [{"role": "user", "content": "Summarise this for me."}],
                  "route": "fallback",
                  "transforms": ["claude-3.5-sonnet", "gemini-1.5-pro"],
                  "max_tokens": 5
                }
                """;

        // When, Then
        assertThat(model(answered(body))).isEqualTo(KnownModels.GPT);
        KnownModels.fail(suite, KnownModels.GPT, true);
        JsonNode second = answered(body);
        KnownModels.fail(suite, KnownModels.SONNET, true);
        JsonNode third = answered(body);
        KnownModels.fail(suite, KnownModels.GPT, false);
        KnownModels.fail(suite, KnownModels.SONNET, false);
        assertThat(model(second)).isEqualTo(KnownModels.SONNET);
        assertCost(second);
        assertThat(model(third)).isEqualTo(KnownModels.GEMINI);
        assertCost(third);
    }

    @Test
    void whatIsNeitherATransformNorAModelIsRefusedByName() {
        // When
        Answer unknown = post("""
                {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello!"}], "transforms": ["no-such-thing"]}
                """);
        Answer notYet = post("""
                {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello!"}], "transforms": ["middle-out"]}
                """);

        // Then
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.error().path("param").asText()).isEqualTo("transforms");
        assertThat(unknown.error().path("message").asText())
                .startsWith("transforms: ")
                .contains("no-such-thing");
        assertThat(unknown.error().at("/availability/code").asText()).isEqualTo("model_not_found");
        assertThat(notYet.status()).isEqualTo(400);
        assertThat(notYet.error().path("message").asText()).contains("middle-out");
    }

    @Test
    void anyModelIsTheCheapestThatThePriceAllows() {
        // When
        JsonNode answer = answered("""
                {
                  "model": "/*",
                  "messages": [{"role": "user", "content": "Hello!"}],
                  "max_price_per_million_tokens": 2.0,
                  "provider": {"only": ["listed"]},
                  "max_tokens": 3
                }
                """);

        // Then: of those that this test has entered.
        assertThat(model(answer)).isEqualTo(KnownModels.LLAMA);
        assertCost(answer);
        assertThat(answered("""
                {"model": "/*", "messages": [{"role": "user", "content": "Hello!"}], "max_tokens": 3}
                """).path("model").asText()).isNotEmpty();
    }

    @Test
    void noneIsDearerThanTheHighestPrice() {
        // Given
        String body = """
                {
                  "model": "gpt-4o",
                  "models": [%s],
                  "messages": [{"role": "user", "content": "Hello!"}],
                  "max_price_per_million_tokens": 2.0,
                  "max_tokens": 3
                }
                """;

        // When
        JsonNode cheaper = answered(body.formatted("\"gemini-1.5-pro\", \"gpt-4o-mini\""));
        Answer none = post(body.formatted("\"gemini-1.5-pro\""));

        // Then
        assertThat(model(cheaper)).isEqualTo(KnownModels.MINI);
        assertThat(none.status()).as(none.body()).isEqualTo(404);
        assertThat(none.error().at("/availability/code").asText()).isEqualTo("constraint_filtered");
        assertThat(none.error().at("/availability/excluded_by").toString()).contains("\"max_price\"");
        assertThat(none.error().at("/availability/excluded_counts/max_price").asInt())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void theNewerSpellingOfAHighestPriceWins() {
        JsonNode answer = answered("""
                {
                  "model": "gemini-1.5-pro",
                  "messages": [{"role": "user", "content": "Hello!"}],
                  "max_price_per_million_tokens": 2.0,
                  "provider": {"max_price": {"completion": "5"}},
                  "max_tokens": 3
                }
                """);

        assertThat(model(answer)).isEqualTo(KnownModels.GEMINI);
    }

    @Test
    void weightedModelsAreDrawnAsTheirWeightsSay() {
        // Given
        Map<String, Integer> weights = Map.of(KnownModels.MINI, 10, KnownModels.GPT, 2, KnownModels.SONNET, 3);
        Map<String, Integer> drawn = new TreeMap<>();

        // When
        for (int i = 0; i < DRAWS; i++) {
            JsonNode answer = answered("""
                    {
                      "models": [
                        {"model": "gpt-4o-mini", "weight": 10},
                        {"model": "gpt-4o", "weight": 2},
                        {"model": "claude-3.5-sonnet", "weight": 3}
                      ],
                      "routing_strategy": "weighted_by_inverse_price",
                      "messages": [{"role": "user", "content": "Question %d"}],
                      "max_tokens": 1
                    }
                    """.formatted(i));
            drawn.merge(model(answer), 1, Integer::sum);
        }

        // Then
        double chiSquare = weights.entrySet().stream()
                .mapToDouble(weight -> {
                    double expected = DRAWS * weight.getValue() / 15.0;
                    return Math.pow(drawn.getOrDefault(weight.getKey(), 0) - expected, 2) / expected;
                })
                .sum();
        Figures.show("10:2:3 of %d drawn as %s, chi-square %.2f".formatted(DRAWS, drawn, chiSquare));
        assertThat(drawn).containsOnlyKeys(weights.keySet());
        assertThat(chiSquare).isLessThan(UNLIKELY);
    }

    @Test
    void costsOfAnswersAddUpStreamedOrNot() {
        // Given
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal expected = BigDecimal.ZERO;

        // When
        for (String name : new String[] {"gpt-4o", "claude-3.5-sonnet", "gemini-1.5-pro"}) {
            Chat chat = Chat.to(name).maxTokens(7).saying("What does " + name + " cost?");
            JsonNode whole = answered(chat.json());
            StreamedAnswer stream = gateway.stream(chat);
            JsonNode usage = stream.usage();
            sum = sum.add(whole.at("/usage/cost").decimalValue())
                    .add(usage.path("cost").decimalValue());
            expected = expected.add(KnownModels.cost(model(whole), whole.path("usage")))
                    .add(KnownModels.cost(model(whole), usage));
        }

        // Then
        assertThat(sum).isPositive().isEqualByComparingTo(expected);
    }

    @Test
    void headersInTheBodySayWhoseCostsTheseAre() {
        // When
        Answer answer = gateway.with("x-title", "Real").post(Gateway.CHAT, """
                {
                  "model": "gpt-4o-mini",
                  "messages": [{"role": "user", "content": "Hello!"}],
                  "max_tokens": 3,
                  "headers": {
                    "HTTP-Referer": "https://app.example",
                    "X-Title": "Body",
                    "X-Department": "engineering",
                    "Authorization": "Bearer nobody"
                  }
                }
                """);

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        suite.awaitBooked();
        assertThat(new Booked(suite).of(answer.generation())).isEqualTo("https://app.example|Real|engineering");
    }
}
