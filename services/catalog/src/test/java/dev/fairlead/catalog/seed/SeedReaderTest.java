package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SeedReaderTest {

    private static final SeedFile PROVIDER = new SeedFile("providers/acme.yaml", """
            provider: acme
            name: Acme
            base_url: https://api.acme.example/v1
            dialect: openai
            authentication: bearer
            environment_keys: [ACME_API_KEY]
            forwarded_headers: [x-acme]
            """);

    private static final SeedFile MODELS = new SeedFile("models/acme.yaml", """
            author: acme
            models:
              - slug: one
                name: One
                released: 2026-01-31
                context_length: 1000
                input_modalities: [text]
                output_modalities: [text]
                aliases: [one, acme/uno]
                endpoints:
                  - provider: acme
                    upstream_model: One-1
                    max_output_tokens: 500
                    price_as_of: 2026-02-01
                    price:
                      input: "0.000000000001"
                      output: 2.50
            """);

    @Test
    void readsProvidersModelsAndExactPrices() {
        Listing listing = SeedReader.read(List.of(PROVIDER, MODELS));

        assertThat(listing.providers()).containsOnlyKeys("acme");
        ListedModel model = requireNonNull(listing.models().get("acme/one"));
        assertThat(model.aliases()).containsExactly("acme/uno", "one");
        ListedEndpoint endpoint = model.endpoints().getFirst();
        assertThat(endpoint.id()).isEqualTo("acme/One-1");
        assertThat(endpoint.contextLength()).isEqualTo(1000);
        PriceList prices = requireNonNull(endpoint.prices());
        assertThat(prices.amount(PriceKind.INPUT)).isEqualTo(new BigDecimal("0.000000000001"));
        assertThat(prices.perToken().completion()).isEqualTo(new BigDecimal("0.0000025"));
    }

    @Test
    void listsAnEndpointWithoutAPriceAsUnpriced() {
        SeedFile unpriced = replaced(
                MODELS,
                "        price_as_of: 2026-02-01\n        price:\n          input: \"0.000000000001\"\n          output: 2.50\n",
                "");

        Listing listing = SeedReader.read(List.of(PROVIDER, unpriced));

        ListedModel model = requireNonNull(listing.models().get("acme/one"));
        assertThat(model.endpoints().getFirst().prices()).isNull();
        assertThat(model.published(listing::provider).endpoints().getFirst().prices())
                .isNull();
    }

    /** Each row: the file, what is replaced by what in it, and the fault that has to be reported. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: Acme | nmae: Acme | providers/acme.yaml:2: nmae: is not a field here
            name: Acme | nmae: Acme | providers/acme.yaml:1: name: is missing
            name: Acme | provider: acme | providers/acme.yaml:2: provider: is given twice
            name: Acme | 'name: " "' | providers/acme.yaml:2: name: ' ' is not text
            name: Acme | name: [a] | providers/acme.yaml:2: name: is not text
            provider: acme | provider: Acme | providers/acme.yaml:1: provider: 'Acme' is not a provider's id
            provider: acme | provider: other | providers/acme.yaml:1: provider: 'other' does not go by the name of its file
            https:// | ftp:// | providers/acme.yaml:3: base_url: 'ftp://api.acme.example/v1' is not an http(s) URL
            example/v1 | example/v1/ | providers/acme.yaml:3: base_url: 'https://api.acme.example/v1/' is not an http(s) URL
            https:// | https://user:secret@ | providers/acme.yaml:3: base_url
            openai | klingon | providers/acme.yaml:4: dialect: 'klingon' is none of openai, anthropic, gemini
            bearer | basic | providers/acme.yaml:5: authentication: 'basic' is none of bearer, api_key_header, none
            [ACME_API_KEY] | [] | providers/acme.yaml:6: environment_keys: is missing or empty
            [ACME_API_KEY] | [acme] | providers/acme.yaml:6: environment_keys[0]: 'acme' is not the name
            [x-acme] | [x-acme, x-acme] | providers/acme.yaml:7: forwarded_headers[1]: 'x-acme' is given twice
            [x-acme] | [authorization] | providers/acme.yaml:7: forwarded_headers: 'authorization' may hold a caller's credential
            [x-acme] | x-acme | providers/acme.yaml:7: forwarded_headers: is not a list
            [x-acme] | [x-acme | providers/acme.yaml:8: is not YAML
            """)
    void reportsEveryFaultOfAProvider(String original, String replacement, String expected) {
        List<String> faults = faultsOf(replaced(PROVIDER, original, replacement), MODELS);

        assertThat(faults).anyMatch(fault -> fault.startsWith(expected), expected);
    }

    /** As above, for models. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            author: acme | author: other | models/acme.yaml:1: author: 'other' does not go by the name of its file
            slug: one | slug: One | models/acme.yaml:3: models[0].slug: 'One' is not a slug
            slug: one | slug: [] | models/acme.yaml:3: models[0].slug: is not a slug
            context_length: 1000 | context_length: 1e3 | models/acme.yaml:6: models[0].context_length: '1e3' is not a whole number above 0
            context_length: 1000 | context_length: 0 | models/acme.yaml:6: models[0].context_length: '0' is not a whole number above 0
            2026-01-31 | 2026-02-31 | models/acme.yaml:5: models[0].released: '2026-02-31' is not a date
            input_modalities: [text] | input_modalities: [] | models/acme.yaml:7: models[0].input_modalities: is missing or empty
            acme/uno | acme/one | models/acme.yaml:9: models[0].aliases: the alias 'acme/one' is the id of a model
            acme/uno | one | models/acme.yaml:9: models[0].aliases[1]: 'one' is given twice
            acme/uno | Uno | models/acme.yaml:9: models[0].aliases[1]: 'Uno' is not an alias
            provider: acme | provider: nobody | models/acme.yaml:11: models[0].endpoints[0].provider: 'nobody' is not a provider
            upstream_model: One-1 | upstream_model: a b | models/acme.yaml:12: models[0].endpoints[0].upstream_model: 'a b' is not
            upstream_model: One-1 | model: One-1 | models/acme.yaml:12: models[0].endpoints[0].model: is not a field here
            max_output_tokens: 500 | max_output_tokens: 5000 | models/acme.yaml:13: models[0].endpoints[0].max_output_tokens: 5000 is more than the context of 1000
            '        price_as_of: 2026-02-01' | '        variant: x' | models/acme.yaml:11: models[0].endpoints[0].price_as_of: is missing, and there is a price
            output: 2.50 | output: -2.50 | models/acme.yaml:17: models[0].endpoints[0].price.output: '-2.50' is negative
            output: 2.50 | output: 2,50 | models/acme.yaml:17: models[0].endpoints[0].price.output: '2,50' is not a decimal
            output: 2.50 | output: 2.5e3 | models/acme.yaml:17: models[0].endpoints[0].price.output: '2.5e3' is not a decimal
            output: 2.50 | output: NaN | models/acme.yaml:17: models[0].endpoints[0].price.output: 'NaN' is not a decimal
            output: 2.50 | outputs: 2.50 | models/acme.yaml:17: models[0].endpoints[0].price.outputs: is not a field here
            output: 2.50 | request: 2.50 | models/acme.yaml:16: models[0].endpoints[0].price.output: is missing
            """)
    void reportsEveryFaultOfAModel(String original, String replacement, String expected) {
        List<String> faults = faultsOf(PROVIDER, replaced(MODELS, original, replacement));

        assertThat(faults).anyMatch(fault -> fault.startsWith(expected), expected);
    }

    @Test
    void reportsWhatIsDefinedTwiceWithBothPlaces() {
        String second = MODELS.text().substring(MODELS.text().indexOf("  - slug"));
        SeedFile twice = new SeedFile(MODELS.name(), MODELS.text() + second);

        assertThat(faultsOf(PROVIDER, twice))
                .containsExactlyInAnyOrder(
                        "models/acme.yaml:18: models[1].slug: the model 'acme/one' is already defined at models/acme.yaml:3",
                        "models/acme.yaml:24: models[1].aliases: the alias 'one' is already defined at models/acme.yaml:9",
                        "models/acme.yaml:24: models[1].aliases: the alias 'acme/uno' is already defined at models/acme.yaml:9",
                        "models/acme.yaml:27: models[1].endpoints[0].upstream_model: the endpoint 'acme/One-1' is already"
                                + " defined at models/acme.yaml:12");
    }

    @Test
    void reportsAllFaultsOfAllFilesAtOnce() {
        List<String> faults = faultsOf(
                replaced(PROVIDER, "openai", "klingon"),
                replaced(replaced(MODELS, "2.50", "-1"), "2026-01-31", "soon"),
                new SeedFile("models/empty.yaml", ""),
                new SeedFile("notes.yaml", "a: b"));

        assertThat(faults).hasSize(5);
    }

    private static SeedFile replaced(SeedFile file, String original, String replacement) {
        assertThat(file.text()).contains(original);
        return new SeedFile(file.name(), file.text().replaceFirst(Pattern.quote(original), replacement));
    }

    private static List<String> faultsOf(SeedFile... files) {
        SeedException refused =
                catchThrowableOfType(SeedException.class, () -> SeedReader.read(new ArrayList<>(List.of(files))));
        assertThat(refused).isNotNull();
        return refused.faults().stream().map(SeedFault::toString).toList();
    }
}
