package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.List;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Resolution.Ambiguous;
import dev.fairlead.contracts.catalog.names.Resolution.Found;
import dev.fairlead.contracts.catalog.names.Resolution.Pattern;
import dev.fairlead.contracts.catalog.names.Resolution.Unknown;
import dev.fairlead.contracts.catalog.names.Resolution.UnknownVariant;
import org.junit.jupiter.api.Test;

import static dev.fairlead.contracts.catalog.names.Sample.TODAY;
import static dev.fairlead.contracts.catalog.names.Sample.endpoint;
import static dev.fairlead.contracts.catalog.names.Sample.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

class NameTableTest {

    private static final Model GPT = model(
            "openai/gpt-4o",
            List.of("gpt-4o-2024-11-20"),
            "gpt",
            LocalDate.of(2024, 5, 13),
            endpoint("openai", "gpt-4o"),
            endpoint("azure", "Gpt-4o-Deployment"));
    private static final Model SONNET_3 = model(
            "anthropic/claude-3.5-sonnet",
            List.of(),
            "claude-sonnet",
            LocalDate.of(2024, 6, 20),
            LocalDate.of(2026, 1, 5),
            endpoint("bedrock", "anthropic.claude-3-5-sonnet-20240620-v1:0"));
    private static final Model SONNET_4 = model(
            "anthropic/claude-sonnet-4",
            List.of(),
            "claude-sonnet",
            LocalDate.of(2025, 5, 22),
            endpoint("anthropic", "claude-sonnet-4"),
            endpoint("nano", "anthropic/claude-sonnet-4:thinking", null, "thinking", Standing.ROUTABLE, null, false),
            endpoint("bedrock", "claude-4", "us-east-1", null, Standing.ROUTABLE, null, false));
    private static final Model QWEN_A = model("qwen/qwen3", endpoint("alibaba", "shared-name"));
    private static final Model QWEN_B = model("copycat/qwen3", endpoint("deepinfra", "shared-name"));
    private static final Model OLD_CHAT =
            model("deepseek/v3", endpoint("deepseek", "deepseek-chat", null, null, Standing.RETIRED, null, false));
    private static final Model NEW_CHAT = model("deepseek/v4", endpoint("deepseek", "deepseek-chat"));
    private static final Model OWN =
            model("acme/secret", endpoint("acme-gpu", "secret-ft", null, null, Standing.ROUTABLE, "acme", false));
    private static final Model OWN_GPT =
            model("acme/gpt-4o", endpoint("acme-gpu", "gpt-ft", null, null, Standing.ROUTABLE, "acme", false));
    private static final Model OFFERED =
            model("acme/offered", endpoint("acme-gpu", "offered", null, null, Standing.ROUTABLE, "acme", true));

    private final NameTable names =
            NameTable.of(List.of(OWN_GPT, OFFERED, OWN, SONNET_3, SONNET_4, QWEN_B, OLD_CHAT, NEW_CHAT, GPT, QWEN_A));

    @Test
    void findsAModelByEverySpellingOfIt() {
        for (String name : List.of(
                "openai/gpt-4o",
                "gpt-4o",
                "gpt-4o-2024-11-20",
                "azure/Gpt-4o-Deployment",
                "Gpt-4o-Deployment",
                "gpt-4o-deployment",
                "OpenAI/GPT-4o")) {
            assertEquals(new Found(GPT, List.of()), resolve(name), name);
        }
    }

    @Test
    void readsAColonAsPartOfASpellingWhereItIsOne() {
        assertEquals(new Found(SONNET_3, List.of()), resolve("anthropic.claude-3-5-sonnet-20240620-v1:0"));
        assertEquals(
                new Found(SONNET_3, List.of(Variant.FLOOR)),
                resolve("anthropic.claude-3-5-sonnet-20240620-v1:0:floor"));
        assertEquals(new Found(SONNET_4, List.of(Variant.THINKING)), resolve("anthropic/claude-sonnet-4:thinking"));
        assertEquals(
                new Found(SONNET_4, List.of(Variant.THINKING)), resolve("nano/anthropic/claude-sonnet-4:thinking"));
    }

    @Test
    void findsAnEndpointsModelWithAndWithoutItsRegion() {
        assertEquals(new Found(SONNET_4, List.of()), resolve("bedrock/claude-4@us-east-1"));
        assertEquals(new Found(SONNET_4, List.of()), resolve("bedrock/claude-4"));
    }

    @Test
    void stacksVariantsInTheOrderInWhichTheyAreWritten() {
        assertEquals(
                new Found(GPT, List.of(Variant.FREE, Variant.ONLINE, Variant.NITRO)),
                resolve("gpt-4o:free:Online:nitro:free"));
    }

    @Test
    void namesTheVariantsThatAModelHasWhereOneIsWrong() {
        assertEquals(
                new UnknownVariant(
                        "anthropic/claude-sonnet-4",
                        "turbo",
                        List.of("thinking", "floor", "nitro", "exacto", "online")),
                resolve("claude-sonnet-4:turbo:floor"));
        assertInstanceOf(UnknownVariant.class, resolve("*:turbo"));
    }

    @Test
    void listsTheCandidatesOfAnAmbiguousName() {
        assertEquals(new Ambiguous(List.of("copycat/qwen3", "qwen/qwen3")), resolve("qwen3"));
        assertEquals(new Ambiguous(List.of("copycat/qwen3", "qwen/qwen3")), resolve("shared-name:floor"));
    }

    @Test
    void prefersWhatAProviderServesNowToWhatItOnceServedUnderThatName() {
        assertEquals(new Found(NEW_CHAT, List.of()), resolve("deepseek-chat"));
    }

    @Test
    void takesTheNewestOfAFamilyThatIsNotRetired() {
        assertEquals(new Found(SONNET_4, List.of()), resolve("~anthropic/claude-sonnet-latest"));
        NameTable onlyRetired = NameTable.of(List.of(SONNET_3));
        assertEquals(
                new Found(SONNET_3, List.of()), onlyRetired.resolve("~anthropic/claude-sonnet-latest", null, TODAY));
        assertEquals(new Found(SONNET_4, List.of(Variant.EXACTO)), resolve("~Anthropic/Claude-Sonnet-latest:exacto"));
    }

    @Test
    void suggestsTheNearestNames() {
        assertEquals(
                "openai/gpt-4o",
                assertInstanceOf(Unknown.class, resolve("gtp-4o:free"))
                        .nearest()
                        .getFirst());
        assertEquals(
                List.of(),
                assertInstanceOf(Unknown.class, resolve("x".repeat(100_000))).nearest());
    }

    @Test
    void keepsAnOrganisationsModelsFromOthers() {
        assertEquals(new Found(OWN, List.of()), names.resolve("acme/secret", "acme", TODAY));
        assertEquals(new Found(OWN, List.of()), names.resolve("secret-ft", "acme", TODAY));
        assertEquals(new Ambiguous(List.of("acme/gpt-4o", "openai/gpt-4o")), names.resolve("gpt-4o", "acme", TODAY));
        for (String name :
                List.of("acme/secret", "acme/secre", "secret", "secret-ft", "acme-gpu/secret-ft", "ACME/SECRET")) {
            Unknown unknown = assertInstanceOf(Unknown.class, names.resolve(name, "other", TODAY), name);
            assertEquals(
                    List.of(),
                    unknown.nearest().stream()
                            .filter(id -> !id.equals("acme/offered"))
                            .filter(id -> id.startsWith("acme"))
                            .toList());
        }
        assertEquals(new Found(OFFERED, List.of()), names.resolve("acme/offered", "other", TODAY));
        assertEquals(new Pattern(List.of(OFFERED), List.of()), names.resolve("acme/*", null, TODAY));
    }

    @Test
    void matchesWildcardsWithoutWhatIsRetired() {
        List<Model> all = List.of(OFFERED, SONNET_4, QWEN_B, NEW_CHAT, GPT, QWEN_A);
        assertEquals(new Pattern(all, List.of()), resolve("*"));
        assertEquals(new Pattern(all, List.of()), resolve("/*"));
        assertEquals(new Pattern(all, List.of(Variant.FLOOR)), resolve("*/*:floor"));
        assertEquals(new Pattern(List.of(SONNET_4), List.of()), resolve("anthropic/*"));
        assertEquals(new Pattern(List.of(SONNET_4), List.of()), resolve("*/Claude-*"));
        assertEquals(new Pattern(List.of(SONNET_4), List.of()), resolve("claude-*"));
        assertEquals(new Pattern(List.of(QWEN_B, QWEN_A), List.of()), resolve("*/q*3"));
        assertInstanceOf(Unknown.class, resolve("nobody/*"));
    }

    @Test
    void answersAKnownNameWithTheSameObjectEachTime() {
        assertSame(resolve("gpt-4o"), resolve("openai/gpt-4o"));
    }

    private Resolution resolve(String name) {
        return names.resolve(name, null, TODAY);
    }
}
