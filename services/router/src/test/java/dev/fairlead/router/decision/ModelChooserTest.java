package dev.fairlead.router.decision;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.NameTable;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.catalog.CurrentCatalog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelChooserTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
    private static final PromptReader READER = new PromptReader();
    private static final String EASY = "hi, how are you?";

    @TempDir
    Path directory;

    @BeforeAll
    static void learn() {
        READER.learn();
    }

    @Test
    void aTaskThatIsGivenGetsTheStrongestWhateverTheyCost() throws IOException {
        // Given
        Model[] models = {model("a/weak", 1), model("b/strong", 100), model("c/middling", 5), model("d/unknown", 2)};
        String strengths = "{\"legal\": {\"3\": [\"b/*\"], \"2\": [\"c/*\"], \"1\": [\"a/*\"]}}";

        // When
        ModelChoice choice = chooser(strengths, models).choose(question(EASY, "legal", null));

        // Then
        assertThat(choice.models()).containsExactly("b/strong", "c/middling", "a/weak");
        assertThat(choice.reading().task()).isEqualTo("legal");
        assertThat(choice.reading().confidence()).isEqualTo(1);
    }

    @Test
    void aCostTierIsAFifthOfTheModelsByPrice() throws IOException {
        // Given
        Model[] models = tenModels();

        // When, Then
        ModelChooser chooser = chooser("{\"legal\": {\"2\": [\"m/*\"]}}", models);
        assertThat(chooser.choose(question(EASY, "legal", CostTier.LOW)).models())
                .containsExactly("m/0", "m/1");
        assertThat(chooser.choose(question(EASY, "legal", CostTier.MEDIUM)).models())
                .containsExactly("m/4", "m/5");
        assertThat(chooser.choose(question(EASY, "legal", CostTier.MAX)).models())
                .containsExactly("m/8", "m/9");
    }

    @Test
    void withoutACostTierHarderPromptsGetDearerModels() throws IOException {
        // Given
        ModelChooser chooser = chooser("{}", tenModels());
        String hard =
                "Prove that this is optimal, analyze the complexity and derive a bound. You must not exceed 3 steps, "
                        + "and never use more than 10 lines:\n1. first\n2. then\n3. finally\n```java\nint x = 1;\n```";

        // When
        List<String> forEasy = chooser.choose(question(EASY, null, null)).models();
        List<String> forHard = chooser.choose(question(hard, null, null)).models();

        // Then
        assertThat(forEasy).containsExactly("m/0", "m/1");
        assertThat(Integer.parseInt(forHard.getFirst().substring(2))).isGreaterThanOrEqualTo(4);
    }

    @Test
    void allThatFitAreGoodWhereNoneIsKnownToBe() throws IOException {
        ModelChoice choice = chooser("{\"legal\": {\"3\": [\"nobody/*\"]}}", model("a/one", 1), model("b/two", 2))
                .choose(question(EASY, "legal", null));

        assertThat(choice.models()).containsExactly("a/one", "b/two");
    }

    @Test
    void keepsToNamesAndWildcards() throws IOException {
        // Given
        ModelChooser chooser = chooser("{}", tenModels());
        PromptQuestion prompt = new PromptQuestion(EASY, null, false, 5);

        // When
        ModelChoice choice = chooser.choose(
                new ModelQuestion(prompt, "acme", "legal", null, List.of("m/*"), List.of("m/1", "*/2", "unknown/x")));
        ModelChoice none =
                chooser.choose(new ModelQuestion(prompt, "acme", "legal", null, List.of("nobody/*"), List.of()));

        // Then
        assertThat(choice.models()).doesNotContain("m/1", "m/2").contains("m/0", "m/3");
        assertThat(none.models()).isEmpty();
    }

    @Test
    void leavesOutWhatCannotBeCalledOrDoesNotFit() throws IOException {
        // Given
        Endpoint small = new Endpoint("p/small", "p", "small", prices(1), 100, 100, null, List.of());
        Endpoint unpriced = new Endpoint("p/unpriced", "p", "unpriced", null, 100_000, 100, null, List.of());
        Model good = model("a/good", 3);
        ModelChooser chooser = chooser(
                "{}",
                good,
                model("b/small", Mode.CHAT, small),
                model("c/unpriced", Mode.CHAT, unpriced),
                model("d/embedding", Mode.EMBEDDING, endpoint("d/embedding", 1)));

        // When
        ModelChoice choice = chooser.choose(new ModelQuestion(
                new PromptQuestion(EASY, null, false, 5_000), "acme", "legal", null, List.of(), List.of()));
        ModelChoice withTools = chooser.choose(new ModelQuestion(
                new PromptQuestion(EASY, null, true, 5), "acme", "legal", null, List.of(), List.of()));

        // Then
        assertThat(choice.models()).containsExactly("a/good");
        assertThat(withTools.models()).isEmpty();
    }

    @Test
    void choosesEightAtMost() throws IOException {
        assertThat(chooser("{}", tenModels())
                        .choose(question(EASY, "legal", null))
                        .models())
                .hasSize(8);
    }

    @Test
    void cannotChooseWithoutACatalog() {
        ModelChooser chooser = new ModelChooser(READER, () -> null, CLOCK, Strengths.ours());

        assertThatThrownBy(() -> chooser.choose(question(EASY, "legal", null)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
    }

    private ModelChooser chooser(String strengths, Model... models) throws IOException {
        // What ours say of real models must not matter here.
        StringBuilder all = new StringBuilder("{");
        for (Task task : Task.ALL) {
            if (!strengths.contains(task.id())) {
                all.append('"').append(task.id()).append("\": {},");
            }
        }
        String given = strengths.substring(1, strengths.length() - 1);
        String json = given.isEmpty() ? all.substring(0, all.length() - 1) + "}" : all + given + "}";
        Path file = Files.writeString(directory.resolve("tasks.json"), json);
        CatalogSnapshot snapshot = new CatalogSnapshot(1, CLOCK.instant(), List.of(), Arrays.asList(models));
        CurrentCatalog.Version version = new CurrentCatalog.Version(snapshot, NameTable.of(snapshot));
        return new ModelChooser(READER, () -> version, CLOCK, Strengths.ours().replacedBy(file));
    }

    private static ModelQuestion question(String text, @Nullable String task, @Nullable CostTier tier) {
        return new ModelQuestion(new PromptQuestion(text, null, false, 50), "acme", task, tier, List.of(), List.of());
    }

    private static Model[] tenModels() {
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            models.add(model("m/" + i, i + 1));
        }
        return models.toArray(Model[]::new);
    }

    private static Model model(String id, int price) {
        return model(id, Mode.CHAT, endpoint(id, price));
    }

    private static Endpoint endpoint(String id, int price) {
        return new Endpoint("p/" + id, "p", id, prices(price), 100_000, 10_000, null, List.of());
    }

    private static TokenPrices prices(int price) {
        return TokenPrices.perMillion(BigDecimal.valueOf(price), BigDecimal.valueOf(price));
    }

    private static Model model(String id, Mode mode, Endpoint endpoint) {
        return new Model(
                id,
                id,
                mode,
                null,
                null,
                100_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                List.of(endpoint));
    }
}
