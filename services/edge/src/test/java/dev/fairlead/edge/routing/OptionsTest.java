package dev.fairlead.edge.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class OptionsTest {

    private static final Set<String> OF_TASK = Set.of("task", "models", "default");

    @Test
    void saysNothingWithoutAPlugin() {
        assertThat(AutoOptions.read(request(""))).isEqualTo(AutoOptions.NONE);
    }

    @Test
    void readsWhatTheRouterMayChooseFrom() {
        AutoOptions options = AutoOptions.read(request("""
                {"id":"auto-router","allowed_models":["a/*","b/n"],"excluded_models":["a/x"],"cost_tier":"xhigh"}"""));

        assertThat(options).isEqualTo(new AutoOptions(List.of("a/*", "b/n"), List.of("a/x"), CostTier.HIGH));
    }

    @ParameterizedTest
    @CsvSource({"10, LOW", "9, LOW", "8, MEDIUM_LOW", "5, MEDIUM", "3, HIGH", "0, MAX"})
    void understandsTheOlderTradeOff(int tradeOff, CostTier tier) {
        AutoOptions options =
                AutoOptions.read(request("{\"id\":\"auto-router\",\"cost_quality_tradeoff\":" + tradeOff + "}"));

        assertThat(options.costTier()).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"cost_tier\":\"huge\"|plugins.auto-router.cost_tier: must be one of low, medium, high, xhigh, max",
                "\"allowed_models\":[]|plugins.auto-router.allowed_models: must be an array of 1 to 1024 names",
                "\"allowed_models\":[1]|plugins.auto-router.allowed_models: must hold strings",
                "\"pin_model\":true|plugins.auto-router.pin_model: is not supported by this gateway",
                "\"allowed\":[]|plugins.auto-router.allowed: is not an option; options are allowed_models,",
                "\"cost_quality_tradeoff\":11|plugins.auto-router.cost_quality_tradeoff: must be a number from 0 to 10",
            })
    void refusesWhatItDoesNotUnderstandByName(String option, String message) {
        ApiException refusal = catchThrowableOfType(
                ApiException.class, () -> AutoOptions.read(request("{\"id\":\"auto-router\"," + option + "}")));

        assertThat(refusal.error().status()).isEqualTo(400);
        assertThat(refusal.error().message()).startsWith(message);
    }

    @Test
    void readsATableOfTasks() {
        PluginOptions options = PluginOptions.of(
                request("{\"id\":\"fairlead-task\",\"models\":{\"programming\":[\"a/m\",\"b/n\"],\"chat\":\"c/o\"}}"),
                List.of("fairlead-task"),
                OF_TASK);

        assertThat(options.modelsByName("models"))
                .containsOnlyKeys("programming", "chat")
                .containsEntry("chat", List.of(Wish.Named.in("plugins.fairlead-task.models.chat", "c/o")));
        assertThat(options.models("default")).isEmpty();
    }

    @Test
    void letsNoVirtualModelAskAnother() {
        PluginOptions options = PluginOptions.of(
                request("{\"id\":\"fairlead-task\",\"default\":[\"fairlead/task:nitro\"]}"),
                List.of("fairlead-task"),
                OF_TASK);

        ApiException refusal = catchThrowableOfType(ApiException.class, () -> options.models("default"));

        assertThat(refusal.error().param()).isEqualTo("plugins.fairlead-task.default");
        assertThat(refusal.error().message()).contains("'fairlead/task:nitro'");
    }

    private static ChatRequest request(String plugin) {
        String body = "{\"model\":\"fairlead/auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"plugins\":["
                + plugin + "]}";
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), new OrganisationId("acme"));
    }
}
