package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.TokenPrices;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The catalog files that come with the service. */
class SeedFilesTest {

    private static final List<SeedFile> FILES = SeedFiles.onClassPath();
    private static final Listing LISTING = SeedReader.read(FILES);

    @Test
    void listTheWorld() {
        List<ListedEndpoint> endpoints = endpoints();

        assertThat(LISTING.models()).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(LISTING.providers()).hasSizeGreaterThanOrEqualTo(100);
        assertThat(endpoints).hasSizeGreaterThanOrEqualTo(5_000);
        assertThat(LISTING.models().values())
                .filteredOn(model -> model.endpoints().size() >= 10)
                .hasSizeGreaterThanOrEqualTo(80);
        assertThat(LISTING.models()).containsKeys("openai/gpt-4o", "anthropic/claude-sonnet-4.5", "simulator/sim-chat");
    }

    @Test
    void keepTheIdsThatWereThereBefore() {
        assertThat(LISTING.providers())
                .containsKeys(
                        "anthropic",
                        "cerebras",
                        "deepinfra",
                        "deepseek",
                        "fireworks",
                        "google-ai-studio",
                        "groq",
                        "mistral",
                        "nebius",
                        "novita",
                        "openai",
                        "openrouter",
                        "simulator",
                        "simulator-b",
                        "together",
                        "xai");
        Map<String, String> aliases = new TreeMap<>();
        LISTING.models().values().forEach(model -> model.aliases().forEach(alias -> aliases.put(alias, model.id())));
        assertThat(aliases)
                .containsEntry("gpt-4o", "openai/gpt-4o")
                .containsEntry("claude-sonnet-4-5", "anthropic/claude-sonnet-4.5")
                .containsEntry("meta-llama/llama-3.1-8b", "meta-llama/llama-3.1-8b-instruct")
                .containsEntry("sim-chat", "simulator/sim-chat");
    }

    @Test
    void areAllInTheIndexInOrder() throws IOException {
        Path directory = Path.of("src/main/resources/catalog");
        List<String> onDisk;
        try (Stream<Path> files = Files.walk(directory)) {
            onDisk = files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }

        assertThat(FILES).extracting(SeedFile::name).containsExactlyElementsOf(onDisk);
    }

    @Test
    void followTheirSchemas() {
        SeedSchemas schemas = new SeedSchemas();

        Map<String, List<String>> messages = new TreeMap<>();
        for (SeedFile file : FILES) {
            List<String> found = schemas.messages(file);
            if (!found.isEmpty()) {
                messages.put(file.name(), found);
            }
        }

        assertThat(messages).isEmpty();
    }

    @Test
    void everyCurrentChatEndpointHasAPriceOrIsNotRoutable() {
        List<String> unmarked = new ArrayList<>();
        int priced = 0;
        for (ListedModel model : LISTING.models().values()) {
            for (ListedEndpoint endpoint : model.endpoints()) {
                if (model.mode() == Mode.CHAT && endpoint.status() == ListingStatus.CURRENT) {
                    if (endpoint.prices() != null && endpoint.prices().suffices(Mode.CHAT)) {
                        priced++;
                    } else if (endpoint.standing(Mode.CHAT, LISTING.provider(endpoint.provider()))
                            == Standing.ROUTABLE) {
                        unmarked.add(endpoint.id());
                    }
                }
            }
        }

        assertThat(unmarked).isEmpty();
        assertThat(priced).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    void whatCostsNothingIsReachedOnlyByAskingForIt() {
        List<String> plain = endpoints().stream()
                .filter(endpoint -> endpoint.priceStatus() == PriceStatus.ZERO)
                .filter(endpoint -> !"free".equals(endpoint.variant()))
                .filter(endpoint -> LISTING.provider(endpoint.provider()).kind() != ProviderKind.PRIVATE)
                .map(ListedEndpoint::id)
                .toList();

        assertThat(plain).isEmpty();
    }

    @Test
    void onlyTheSimulatorIsOurOwn() {
        assertThat(LISTING.providers().values())
                .filteredOn(provider -> provider.kind() == ProviderKind.PRIVATE)
                .extracting("id")
                .containsExactly("simulator", "simulator-b");
        assertThat(LISTING.provider("simulator").dataPolicy().retainsNothing()).isTrue();
        assertThat(LISTING.provider("simulator-b").dataPolicy().knownNotToTrain())
                .isTrue();
    }

    @Test
    void newestOfAFamilyIsNotRetired() {
        assertThat(newest("anthropic", "claude-sonnet")).isEqualTo("anthropic/claude-sonnet-5");
        assertThat(newest("openai", "gpt-mini")).isEqualTo("openai/gpt-5.4-mini");
        assertThat(newest("google", "gemini-flash")).isEqualTo("google/gemini-3.6-flash");
        assertThat(newest("moonshotai", "kimi")).isEqualTo("moonshotai/kimi-k3");
    }

    @Test
    void retiredModelsOfFameHaveASuccessor() {
        assertThat(Stream.of(
                        "anthropic/claude-3.5-sonnet",
                        "google/gemini-pro-1.5",
                        "google/gemini-flash-1.5",
                        "cohere/command-r-plus",
                        "deepseek/deepseek-coder"))
                .allSatisfy(id -> assertThat(requireNonNull(LISTING.models().get(id))
                                .lifecycle()
                                .successor())
                        .isNotNull());
    }

    @Test
    void areReadInASecondOrTwo() {
        long start = System.nanoTime();

        SeedReader.read(FILES);

        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("catalog files: " + FILES.size() + " of "
                + FILES.stream().mapToInt(file -> file.text().length()).sum() + " characters, "
                + LISTING.providers().size() + " providers, "
                + LISTING.models().size() + " models, "
                + endpoints().size() + " endpoints, read in " + taken.toMillis() + " ms");
        assertThat(taken).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void pricePerTokenIsExact() {
        TokenPrices gpt4o = pricesOf("openai/gpt-4o", "openai/gpt-4o");
        assertThat(gpt4o.prompt()).isEqualTo(new BigDecimal("0.0000025"));
        assertThat(gpt4o.completion()).isEqualTo(new BigDecimal("0.00001"));
        TokenPrices deepseek = pricesOf("deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro");
        assertThat(deepseek.cacheRead()).isEqualTo(new BigDecimal("0.000000003625"));
        TokenPrices flat = pricesOf("simulator/sim-flat", "simulator/sim-flat");
        assertThat(flat.request()).isEqualTo(new BigDecimal("0.01"));
        assertThat(flat.prompt()).isZero();
    }

    @Test
    void baseUrlsCanBeOverridden() {
        Listing overridden = BaseUrlOverrides.apply(
                LISTING, Map.of("simulator-b", "http://10.0.0.1:1/b/v1/", "openai", "http://x/v1"));

        assertThat(overridden.provider("simulator-b").baseUrl()).isEqualTo("http://10.0.0.1:1/b/v1");
        assertThat(overridden.provider("openai").baseUrl()).isEqualTo("http://x/v1");
        assertThat(overridden.provider("simulator")).isEqualTo(LISTING.provider("simulator"));
    }

    @Test
    void overridesOfNobodyOrWithNonsenseAreRefused() {
        assertThatThrownBy(() -> BaseUrlOverrides.apply(LISTING, Map.of("nobody", "http://x", "openai", "nonsense")))
                .hasMessageContaining("fairlead.catalog.base-urls.nobody names no provider")
                .hasMessageContaining("fairlead.catalog.base-urls.openai: 'nonsense' is not an http(s) URL");
    }

    private static List<ListedEndpoint> endpoints() {
        return LISTING.models().values().stream()
                .flatMap(model -> model.endpoints().stream())
                .toList();
    }

    private static String newest(String author, String family) {
        return LISTING.models().values().stream()
                .filter(model -> model.author().equals(author) && family.equals(model.family()))
                .filter(model -> model.lifecycle().retires() == null && model.released() != null)
                .max(Comparator.comparing(model -> requireNonNull(model.released())))
                .map(ListedModel::id)
                .orElseThrow();
    }

    private static TokenPrices pricesOf(String model, String endpoint) {
        return requireNonNull(LISTING.models().get(model)).endpoints().stream()
                .filter(candidate -> candidate.id().equals(endpoint))
                .map(ListedEndpoint::prices)
                .map(PriceList::perToken)
                .findFirst()
                .orElseThrow();
    }
}
