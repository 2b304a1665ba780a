package dev.fairlead.e2e.routing;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.devstack.Part;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Json;
import dev.fairlead.e2e.suite.Suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Models that everybody knows, made callable: two providers are entered through the management API, and the simulator
 * answers for them. No other provider of these models can be called, since there are no credentials for any.
 *
 * @param operator who may enter them
 */
public record KnownModels(Gateway operator) {

    /** Serves all of them at their list prices. */
    public static final String PROVIDER = "listed";

    /** Serves {@link #MINI} too, at twice the price. */
    public static final String DEARER = "listed-dearer";

    public static final String GPT = "openai/gpt-4o";
    public static final String MINI = "openai/gpt-4o-mini";
    public static final String SONNET = "anthropic/claude-3.5-sonnet";
    public static final String GEMINI = "google/gemini-pro-1.5";
    public static final String LLAMA = "meta-llama/llama-3.1-8b-instruct";
    public static final String MISTRAL = "mistralai/mistral-7b-instruct";
    public static final String CODER = "deepseek/deepseek-coder";

    private static final String CATALOG = "/api/v1/catalog";
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    /** In dollars per million tokens, of the prompt and of the completion. */
    private static final Map<String, List<String>> PRICES = Map.of(
            GPT, List.of("5", "15"),
            MINI, List.of("0.15", "0.60"),
            SONNET, List.of("3", "15"),
            GEMINI, List.of("1.25", "5"),
            LLAMA, List.of("0.05", "0.08"),
            MISTRAL, List.of("0.07", "0.07"),
            CODER, List.of("0.14", "0.28"));

    /** Enters all, and returns when the edge knows them. */
    public static KnownModels enter(Suite suite) {
        KnownModels models =
                new KnownModels(suite.gateway().withKey(suite.people().tokenOf("alice")));
        URI simulator = suite.stack().part(Part.SIMULATOR).uri();
        for (String provider : List.of(PROVIDER, DEARER)) {
            suite.simulator().behave("instance/" + provider, "{\"latency\":\"0s\",\"ttft\":\"0s\",\"tps\":0}");
            models.enterProvider(provider, simulator);
        }
        PRICES.forEach((model, price) -> models.enterEndpoint(PROVIDER, model, price));
        models.enterEndpoint(DEARER, MINI, List.of("0.30", "1.20"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> PRICES.keySet().stream()
                        .allMatch(model -> suite.gateway()
                                        .chat(Chat.to(model).maxTokens(1))
                                        .status()
                                == 200));
        return models;
    }

    /** Takes all away again. */
    public void remove(Suite suite) {
        for (String provider : List.of(PROVIDER, DEARER)) {
            operator.delete(CATALOG + "/providers/" + provider + "?cascade=true");
            suite.simulator().forget("instance/" + provider);
        }
    }

    /** What an answer of {@link #PROVIDER} has to cost. */
    public static BigDecimal cost(String model, JsonNode usage) {
        List<String> price = PRICES.getOrDefault(model, List.of("0", "0"));
        return new BigDecimal(price.getFirst())
                .multiply(usage.path("prompt_tokens").decimalValue())
                .add(new BigDecimal(price.getLast())
                        .multiply(usage.path("completion_tokens").decimalValue()))
                .divide(MILLION);
    }

    /** Makes a model fail at all of its endpoints, as often as it is called. */
    static void fail(Suite suite, String model, boolean failing) {
        for (String provider : List.of(PROVIDER, DEARER)) {
            String place = "endpoint/" + provider + "/" + slug(model);
            if (failing) {
                suite.simulator().behave(place, "{\"fail\":503}");
            } else {
                suite.simulator().forget(place);
            }
        }
    }

    private void enterProvider(String provider, URI simulator) {
        ObjectNode body = Json.object()
                .put("id", provider)
                .put("name", provider)
                .put("base_url", simulator + "/" + provider + "/v1")
                .put("dialect", "openai")
                .put("authentication", "bearer")
                .put("credential", "sk-" + provider);
        assertCreated(operator.post(CATALOG + "/providers", body.toString()));
    }

    private void enterEndpoint(String provider, String model, List<String> price) {
        ObjectNode body =
                Json.object().put("provider", provider).put("model", model).put("upstream_model", slug(model));
        body.putObject("prices").put("input", price.getFirst()).put("output", price.getLast());
        assertCreated(operator.post(CATALOG + "/endpoints", body.toString()));
    }

    private static String slug(String model) {
        return model.substring(model.indexOf('/') + 1);
    }

    private static void assertCreated(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
