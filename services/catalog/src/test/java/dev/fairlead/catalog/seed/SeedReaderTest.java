package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import org.junit.jupiter.api.Test;

import static dev.fairlead.catalog.seed.Planted.MODELS;
import static dev.fairlead.catalog.seed.Planted.PROVIDER;
import static dev.fairlead.catalog.seed.Planted.appended;
import static dev.fairlead.catalog.seed.Planted.faultsOf;
import static dev.fairlead.catalog.seed.Planted.replaced;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class SeedReaderTest {

    private static final String PRICE = """
                price:
                  as_of: 2026-02-01
                  input: "0.000000000001"
                  output: 2.50
            """;

    @Test
    void readsProvidersModelsAndExactPrices() {
        Listing listing = SeedReader.read(List.of(PROVIDER, MODELS));

        assertThat(listing.providers()).containsOnlyKeys("acme");
        assertThat(provider(listing, "acme").kind()).isEqualTo(ProviderKind.PRIVATE);
        ListedModel model = model(listing, "acme/one");
        assertThat(model.aliases()).containsExactly("acme/uno", "one");
        assertThat(model.mode()).isEqualTo(Mode.CHAT);
        assertThat(model.outputModalities()).containsExactly("text");
        ListedEndpoint endpoint = model.endpoints().getFirst();
        assertThat(endpoint.id()).isEqualTo("acme/One-1");
        assertThat(endpoint.contextLength()).isEqualTo(1000);
        assertThat(endpoint.maxPromptTokens()).isEqualTo(1000);
        assertThat(endpoint.priceStatus()).isEqualTo(PriceStatus.LISTED);
        PriceList prices = requireNonNull(endpoint.prices());
        assertThat(prices.amount(PriceKind.INPUT)).isEqualTo(new BigDecimal("0.000000000001"));
        assertThat(prices.perToken().completion()).isEqualTo(new BigDecimal("0.0000025"));
    }

    @Test
    void readsEveryFactOfAProvider() {
        SeedFile file = new SeedFile("providers/acme.yaml", """
                provider: acme
                name: Acme
                kind: cloud
                base_url: "https://{region}.acme.example/v1/{project}"
                dialect: vertex_anthropic
                authentication: none
                trains: true
                retention_days: 30
                headquarters: NO
                datacenters: [US, DE]
                documentation_url: https://acme.example/docs?x=1
                status_page_url: https://acme.example/status
                privacy_policy_url: https://acme.example/privacy
                terms_of_service_url: https://acme.example/terms
                """);

        ListedProvider provider = provider(SeedReader.read(List.of(file)), "acme");

        assertThat(provider.kind()).isEqualTo(ProviderKind.CLOUD);
        assertThat(provider.baseUrl()).isEqualTo("https://{region}.acme.example/v1/{project}");
        assertThat(provider.hasAddress()).isFalse();
        assertThat(provider.dialect()).isEqualTo(Dialect.VERTEX_ANTHROPIC);
        assertThat(provider.dataPolicy()).isEqualTo(new DataPolicy(true, 30));
        assertThat(provider.headquarters()).isEqualTo("NO");
        assertThat(provider.datacenters()).containsExactly("US", "DE");
        assertThat(provider.documentationUrl()).isEqualTo("https://acme.example/docs?x=1");
        assertThat(provider.origin()).isEqualTo(Origin.FILES);
    }

    @Test
    void readsEveryFactOfAModel() {
        SeedFile file = new SeedFile("models/acme.yaml", """
                author: acme
                models:
                  - slug: one
                    name: One
                    mode: embedding
                    knowledge_cutoff: 2025-06
                    family: numbers
                    context_length: 1000
                    max_output_tokens: 200
                    tokenizer: Llama3
                    input_modalities: [text, image]
                    supported_parameters: [seed]
                    reasoning: {mandatory: true, efforts: [high, low], max_tokens: true}
                    open_weights: true
                    hugging_face_id: Acme/One
                    categories: [programming]
                    distillable: false
                    benchmarks: {coding: 12.5}
                    deprecated: 2026-01-01
                    retires: 2026-12-31
                    successor: acme/two
                  - slug: two
                    name: Two
                """);

        ListedModel one = model(SeedReader.read(List.of(file)), "acme/one");

        assertThat(one.mode()).isEqualTo(Mode.EMBEDDING);
        assertThat(one.outputModalities()).containsExactly("embeddings");
        assertThat(one.knowledgeCutoff()).isEqualTo("2025-06");
        assertThat(one.family()).isEqualTo("numbers");
        assertThat(one.tokenizer()).isEqualTo("Llama3");
        assertThat(one.reasoning()).isEqualTo(new ReasoningSupport(true, List.of("high", "low"), true));
        assertThat(one.openWeights()).isTrue();
        assertThat(one.distillable()).isFalse();
        assertThat(one.benchmarks().coding()).isEqualTo(new BigDecimal("12.5"));
        assertThat(one.lifecycle().retires()).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(one.lifecycle().successor()).isEqualTo("acme/two");
        assertThat(one.categories()).containsExactly("programming");
    }

    @Test
    void endpointSaysOnlyWhatDiffersFromItsModel() {
        SeedFile models =
                appended(MODELS, "    max_output_tokens: 300\n    supported_parameters: [max_tokens, tools]\n");
        SeedFile provider = appended(PROVIDER, """
                  - model: acme/one
                    upstream_model: One-1
                    variant: thinking
                    region: eu
                    tier: turbo
                    dialect: anthropic
                    status: deprecated
                    retires: 2026-12-31
                    context_length: 200
                    max_prompt_tokens: 150
                    quantization: fp8
                    input_modalities: [text, file]
                    supported_parameters: []
                """);

        List<ListedEndpoint> endpoints =
                model(SeedReader.read(List.of(provider, models)), "acme/one").endpoints();

        ListedEndpoint plain = endpoints.getFirst();
        assertThat(plain.maxOutputTokens()).isEqualTo(500);
        assertThat(plain.supportedParameters()).containsExactly("max_tokens", "tools");
        assertThat(plain.inputModalities()).containsExactly("text");
        assertThat(plain.status()).isEqualTo(ListingStatus.CURRENT);
        ListedEndpoint other = endpoints.getLast();
        assertThat(other.id()).isEqualTo("acme/One-1@eu:thinking");
        assertThat(other.tier()).isEqualTo("turbo");
        assertThat(other.dialect()).isEqualTo(Dialect.ANTHROPIC);
        assertThat(other.status()).isEqualTo(ListingStatus.DEPRECATED);
        assertThat(other.retires()).isEqualTo(LocalDate.of(2026, 12, 31));
        assertThat(other.contextLength()).isEqualTo(200);
        assertThat(other.maxPromptTokens()).isEqualTo(150);
        assertThat(other.maxOutputTokens()).isEqualTo(200);
        assertThat(other.supportedParameters()).isEmpty();
        assertThat(other.inputModalities()).containsExactly("text", "file");
        assertThat(other.priceStatus()).isEqualTo(PriceStatus.UNKNOWN);
    }

    @Test
    void readsPricesUnderConditions() {
        SeedFile provider = replaced(PROVIDER, "      output: 2.50\n", """
                      output: 2.50
                      source: a bird
                      status: disputed
                      per_web_search: 0.01
                      overrides:
                        - {above_prompt_tokens: 200000, input: 1}
                        - {utc_start: "16:30", utc_end: "00:30", service_tier: flex, output: 1.25}
                """);

        ListedEndpoint endpoint = model(SeedReader.read(List.of(provider, MODELS)), "acme/one")
                .endpoints()
                .getFirst();

        assertThat(endpoint.priceStatus()).isEqualTo(PriceStatus.DISPUTED);
        PriceList prices = requireNonNull(endpoint.prices());
        assertThat(prices.source()).isEqualTo("a bird");
        assertThat(prices.amount(PriceKind.PER_WEB_SEARCH)).isEqualTo(new BigDecimal("0.01"));
        assertThat(prices.overrides())
                .containsExactly(
                        new ListedOverride(200_000, null, null, null, Map.of(PriceKind.INPUT, BigDecimal.ONE)),
                        new ListedOverride(
                                0,
                                LocalTime.of(16, 30),
                                LocalTime.of(0, 30),
                                "flex",
                                Map.of(PriceKind.OUTPUT, new BigDecimal("1.25"))));
    }

    @Test
    void listsAnEndpointWithoutAPriceAsUnpriced() {
        SeedFile unpriced = replaced(PROVIDER, PRICE, "");

        Listing listing = SeedReader.read(List.of(unpriced, MODELS));

        ListedModel model = model(listing, "acme/one");
        assertThat(model.endpoints().getFirst().prices()).isNull();
        assertThat(model.published(listing::provider).endpoints().getFirst().standing())
                .isEqualTo(Standing.UNPRICED);
    }

    @Test
    void priceOfNothingIsToldFromTheAmounts() {
        SeedFile free = replaced(replaced(PROVIDER, "output: 2.50", "output: 0.00"), "\"0.000000000001\"", "0");

        ListedModel model = model(SeedReader.read(List.of(free, MODELS)), "acme/one");

        assertThat(model.endpoints().getFirst().priceStatus()).isEqualTo(PriceStatus.ZERO);
    }

    @Test
    void reportsWhatIsNoYaml() {
        assertThat(faultsOf(replaced(PROVIDER, "[x-acme]", "[x-acme"), MODELS))
                .anyMatch(fault -> fault.startsWith("providers/acme.yaml:8: is not YAML"));
    }

    @Test
    void reportsWhatIsDefinedTwiceWithBothPlaces() {
        SeedFile models = appended(MODELS, MODELS.text().substring(MODELS.text().indexOf("  - slug")));
        SeedFile provider =
                appended(PROVIDER, PROVIDER.text().substring(PROVIDER.text().indexOf("  - model")));

        assertThat(faultsOf(provider, models))
                .containsExactlyInAnyOrder(
                        "models/acme.yaml:9: models[1].slug: the model 'acme/one' is already defined at models/acme.yaml:3",
                        "models/acme.yaml:14: models[1].aliases: the alias 'one' is already defined at models/acme.yaml:8",
                        "models/acme.yaml:14: models[1].aliases: the alias 'acme/uno' is already defined at models/acme.yaml:8",
                        "providers/acme.yaml:17: endpoints[1].upstream_model: the endpoint 'acme/One-1' is already"
                                + " defined at providers/acme.yaml:10");
    }

    @Test
    void reportsSuccessorsThatLeadBack() {
        SeedFile circle = appended(
                MODELS,
                "    retires: 2026-12-31\n    successor: acme/two\n"
                        + "  - {slug: two, name: Two, retires: 2026-12-31, successor: acme/one}\n");

        assertThat(faultsOf(PROVIDER, circle))
                .containsExactly(
                        "models/acme.yaml:10: models[0].successor: leads back to acme/one",
                        "models/acme.yaml:11: models[1].successor: leads back to acme/two");
    }

    @Test
    void reportsPricesBeyondBeliefUnlessTheyAreSaidToBeSuspect() {
        String others = """
                  - {model: acme/one, upstream_model: a, price: {as_of: 2026-02-01, input: 1, output: 2}}
                  - {model: acme/one, upstream_model: b, price: {as_of: 2026-02-01, input: 3, output: 2}}
                  - {model: acme/one, upstream_model: c, price: {as_of: 2026-02-01, %sinput: %s, output: 2}}
                """;
        SeedFile usual = replaced(PROVIDER, "\"0.000000000001\"", "2");

        assertThat(faultsOf(appended(usual, others.formatted("", "2000.1")), MODELS))
                .containsExactly(
                        "providers/acme.yaml:18: endpoints[3].price: input 2000.1 is more than 1000 times the 2"
                                + " that others charge; if it is meant, its status is suspect");
        assertThat(faultsOf(appended(usual, others.formatted("", "0.00199")), MODELS))
                .singleElement()
                .asString()
                .contains("input 0.00199 is less than a thousandth of the 2 that others charge");
        for (String meant : List.of("2000", "0.002")) {
            assertThat(model(SeedReader.read(List.of(appended(usual, others.formatted("", meant)), MODELS)), "acme/one")
                            .endpoints())
                    .hasSize(4);
        }
        assertThat(model(
                                SeedReader.read(List.of(
                                        appended(usual, others.formatted("status: suspect, ", "2000.1")), MODELS)),
                                "acme/one")
                        .endpoints())
                .hasSize(4);
    }

    @Test
    void reportsAllFaultsOfAllFilesAtOnce() {
        List<String> faults = faultsOf(
                replaced(replaced(PROVIDER, "openai", "klingon"), "2.50", "-1"),
                replaced(MODELS, "2026-01-31", "soon"),
                new SeedFile("models/empty.yaml", ""),
                new SeedFile("notes.yaml", "a: b"));

        assertThat(faults).hasSize(5);
    }

    private static ListedModel model(Listing listing, String id) {
        return requireNonNull(listing.models().get(id));
    }

    private static ListedProvider provider(Listing listing, String id) {
        return requireNonNull(listing.providers().get(id));
    }
}
