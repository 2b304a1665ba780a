package dev.fairlead.edge.routing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.CatalogIndex;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ModelNamesTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final Model GPT = model("openai/gpt", Mode.CHAT, List.of("text", "image"), null, null, null, "free");
    private static final Model LLAMA = model("meta/llama", Mode.CHAT, List.of("text"), null, null, (String) null);
    private static final Model FREE_ONLY = model("meta/gift", Mode.CHAT, List.of("text"), null, null, "free");
    private static final Model EMBEDDING =
            model("openai/embedding", Mode.EMBEDDING, List.of("text"), null, null, (String) null);
    private static final Model OLD =
            model("openai/gpt-old", Mode.CHAT, List.of("text"), TODAY, "openai/gpt", (String) null);
    private static final Model LEAVING =
            model("openai/gpt-leaving", Mode.CHAT, List.of("text"), TODAY.plusDays(1), null, (String) null);
    private static final Model TWIN = model("other/llama", Mode.CHAT, List.of("text"), null, null, (String) null);

    private final ModelNames names = new ModelNames(
            new CatalogIndex(new CatalogSnapshot(
                    1, Instant.EPOCH, List.of(), List.of(FREE_ONLY, LLAMA, EMBEDDING, GPT, LEAVING, OLD, TWIN))),
            "acme",
            TODAY);

    @Test
    void readsANameWithItsVariants() {
        assertThat(selections("gpt")).containsExactly(Selection.of(GPT));
        assertThat(selections("gpt:free"))
                .containsExactly(
                        new Selection(List.of(GPT), Set.of(Variant.FREE), null, null, false, Set.of(), Double.NaN));
        assertThat(selections("openai/gpt:free:nitro"))
                .containsExactly(new Selection(
                        List.of(GPT),
                        Set.of(Variant.FREE),
                        Strategy.THROUGHPUT,
                        "priority",
                        false,
                        Set.of(),
                        Double.NaN));
        assertThat(selections("gpt:floor").getFirst().strategy()).isEqualTo(Strategy.PRICE);
        assertThat(selections("gpt:exacto").getFirst().strategy()).isEqualTo(Strategy.QUALITY);
        assertThat(selections("openai/gpt-leaving")).containsExactly(Selection.of(LEAVING));
    }

    @Test
    void refusesWhatIsAmbiguousUnknownOrMisspelt() {
        assertThat(refusal("llama"))
                .extracting(ApiError::status, ApiError::message)
                .containsExactly(400, "model: 'llama' could mean meta/llama, other/llama; name one");
        assertThat(refusal("openai/gtp").message())
                .startsWith("model: there is no model 'openai/gtp'; the nearest are openai/gpt");
        assertThat(refusal("gpt:turbo").message())
                .isEqualTo("model: there is no variant ':turbo' of 'openai/gpt';"
                        + " there are :free, :floor, :nitro, :exacto, :online");
        assertThat(refusal("gpt:online"))
                .extracting(ApiError::status, ApiError::message)
                .containsExactly(
                        400,
                        "model: 'gpt:online' asks for a search of the web, which is not offered here;"
                                + " leave ':online' out");
    }

    @Test
    void namesTheSuccessorOfARetiredModel() {
        ApiError error = refusal("openai/gpt-old");

        assertThat(error.status()).isEqualTo(404);
        assertThat(error.message())
                .isEqualTo("The model openai/gpt-old was retired on 2026-11-23; its successor is openai/gpt.");
        assertThat(json(error))
                .contains("\"availability\":{\"code\":\"model_deprecated\",\"retryable\":false,"
                        + "\"requested_models\":[\"openai/gpt-old\"],\"fallback_models\":[\"openai/gpt\"]}");
    }

    @Test
    void saysWhatAModelIsForThatIsNotForChat() {
        ApiError error = refusal("openai/embedding");

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message())
                .isEqualTo("model: 'openai/embedding' is a model for embedding, not for chat completions");
        assertThat(json(error)).contains("\"code\":\"wrong_endpoint\"");
    }

    @Test
    void pointsToTheVariantsWhereThereIsNothingElseAndBack() {
        assertThat(refusal("meta/gift"))
                .extracting(ApiError::status, ApiError::message)
                .containsExactly(404, "The model meta/gift is served only as a variant: ask for meta/gift:free.");
        assertThat(refusal("meta/llama:free:thinking").message())
                .isEqualTo("The model meta/llama is served not as :free:thinking: ask for meta/llama.");
        assertThat(json(refusal("meta/gift"))).contains("\"code\":\"no_endpoints\"");
    }

    @Test
    void leavesOutWhatCannotBeHadIfAnotherModelIsNamed() {
        ChatRequest request = request("\"models\":[\"openai/gpt-old\",\"openai/embedding\",\"gpt\"]");

        assertThat(selections(request)).containsExactly(Selection.of(GPT));
    }

    @Test
    void takesForAWildcardWhatTheRequestNeeds() {
        assertThat(selections("*").getFirst().models()).containsExactly(FREE_ONLY, LLAMA, GPT, LEAVING, TWIN);
        assertThat(selections("*").getFirst().isPool()).isTrue();
        assertThat(selections("*/gpt*:floor"))
                .containsExactly(new Selection(
                        List.of(GPT, LEAVING), Set.of(), Strategy.PRICE, "flex", true, Set.of(), Double.NaN));
        ChatRequest demanding = request("\"model\":\"openai/*\",\"tools\":[{}],\"messages\":[{\"role\":\"user\","
                + "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]");
        assertThat(selections(demanding))
                .containsExactly(new Selection(List.of(GPT), Set.of(), null, null, true, Set.of("tools"), Double.NaN));
        assertThat(refusal("openai/emb*").message())
                .isEqualTo("No model that 'openai/emb*' matches can take this request.");
    }

    private List<Selection> selections(String name) {
        return selections(request("\"model\":\"" + name + "\""));
    }

    private List<Selection> selections(ChatRequest request) {
        List<Wish> wishes = request.models().stream()
                .<Wish>map(name -> new Wish.Named(name, request.fieldOf(name), request.weightOf(name), false))
                .toList();
        return names.selections(wishes, request);
    }

    private ApiError refusal(String name) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> selections(name));
        return refusal.error();
    }

    private static String json(ApiError error) {
        return new String(error.toJson(), StandardCharsets.UTF_8);
    }

    private static ChatRequest request(String fields) {
        String messages = fields.contains("\"messages\"") ? "" : ",\"messages\":[{\"role\":\"user\",\"content\":\"\"}]";
        return ChatRequest.read(
                ('{' + fields + messages + '}').getBytes(StandardCharsets.UTF_8), new OrganisationId("acme"));
    }

    private static Model model(
            String id,
            Mode mode,
            List<String> inputModalities,
            @Nullable LocalDate retires,
            @Nullable String successor,
            @Nullable String... variants) {
        return new Model(
                id,
                id,
                mode,
                null,
                null,
                1_000,
                "",
                inputModalities,
                List.of("text"),
                List.of(),
                retires,
                successor,
                Arrays.stream(variants).map(variant -> endpoint(id, variant)).toList());
    }

    private static Endpoint endpoint(String model, @Nullable String variant) {
        return new Endpoint(
                "p/" + model + (variant == null ? "" : ':' + variant),
                "p",
                model,
                variant,
                null,
                null,
                null,
                Standing.ROUTABLE,
                PriceSchedule.FREE,
                false,
                1_000,
                1_000,
                1_000,
                null,
                List.of("text"),
                List.of("tools"),
                null,
                null);
    }
}
