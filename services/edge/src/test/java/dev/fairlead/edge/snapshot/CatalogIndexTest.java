package dev.fairlead.edge.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.money.TokenPrices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class CatalogIndexTest {

    private final CatalogIndex index = index(
            model("openai/gpt-5", "gpt-5-latest", "openai/gpt5"),
            model("openai/gpt-5-mini"),
            model("anthropic/claude-sonnet-4.5", "claude"),
            model("meta/llama"),
            model("ollama/llama"),
            model("google/gemini", "shared"),
            model("mistral/shared"),
            model("xai/grok"),
            model("azure/grok", "grok"));

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-5, openai/gpt-5",
        "gpt-5-latest, openai/gpt-5",
        "openai/gpt5, openai/gpt-5",
        "gpt-5, openai/gpt-5",
        "claude, anthropic/claude-sonnet-4.5",
        "claude-sonnet-4.5, anthropic/claude-sonnet-4.5",
        "mistral/shared, mistral/shared",
        // An alias goes before a bare slug, also where the slug alone would be ambiguous.
        "shared, google/gemini",
        "grok, azure/grok"
    })
    void findsAModelByItsIdAnAliasOrItsBareSlug(String name, String id) {
        assertThat(index.find(name)).extracting(Model::id).isEqualTo(id);
        assertThat(index.candidates(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpt", "GPT-5", "openai/", "/gpt-5", "openai/gpt-6", "llama ", "meta"})
    void findsNothingElse(String name) {
        assertThat(index.find(name)).isNull();
        assertThat(index.candidates(name)).isEmpty();
    }

    @Test
    void doesNotChooseBetweenAuthorsWhoUseTheSameSlug() {
        assertThat(index.find("llama")).isNull();
        assertThat(index.candidates("llama")).containsExactlyInAnyOrder("meta/llama", "ollama/llama");
        assertThat(index.find("meta/llama")).isNotNull();
    }

    @Test
    void anIdIsNeverHiddenByAnAlias() {
        CatalogIndex hidden = index(model("a/one", "b/two"), model("b/two"));

        assertThat(hidden.find("b/two")).extracting(Model::id).isEqualTo("b/two");
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-6, openai/gpt-5",
        "OpenAI/GPT-5, openai/gpt-5",
        "gpt-5-mni, openai/gpt-5-mini",
        "anthropic/claude-sonnet-45, anthropic/claude-sonnet-4.5",
        "claude-sonet-4.5, anthropic/claude-sonnet-4.5",
        "gemni, google/gemini"
    })
    void proposesTheLikestNameFirst(String name, String id) {
        assertThat(index.nearest(name)).first().isEqualTo(id);
        assertThat(index.nearest(name)).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
    }

    @Test
    void proposesNothingThatIsNotLikeIt() {
        assertThat(index.nearest("zzzzzzzzzzzzzzzzzzzz")).isEmpty();
    }

    @Test
    void proposesInGoodTimeInALargeCatalog() {
        // Given
        CatalogIndex large = index(IntStream.range(0, 1_000)
                .mapToObj(i -> model("author-" + i % 50 + "/model-" + i))
                .toArray(Model[]::new));

        // Then
        assertTimeout(
                Duration.ofSeconds(1),
                () -> assertThat(large.nearest("author-7/model-7x".repeat(15))).hasSizeLessThanOrEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, ``, 0",
                "``, abc, 3",
                "abc, ``, 3",
                "kitten, sitting, 3",
                "flaw, lawn, 2",
                "same, same, 0",
                "ab, ba, 2"
            })
    void measuresLevenshteinsDistance(String a, String b, int distance) {
        assertThat(CatalogIndex.distance(a, b)).isEqualTo(distance);
    }

    private static CatalogIndex index(Model... models) {
        return new CatalogIndex(new CatalogSnapshot(1, Instant.EPOCH, List.of(), Arrays.asList(models)));
    }

    private static Model model(String id, String... aliases) {
        Endpoint endpoint = new Endpoint("p/" + id, "p", id, TokenPrices.FREE, 1_000, 100, null, List.of());
        return new Model(
                id,
                id,
                Mode.CHAT,
                null,
                null,
                1_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(aliases),
                null,
                null,
                List.of(endpoint));
    }
}
