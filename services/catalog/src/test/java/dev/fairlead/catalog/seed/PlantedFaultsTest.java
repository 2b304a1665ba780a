package dev.fairlead.catalog.seed;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.fairlead.catalog.seed.Planted.MODELS;
import static dev.fairlead.catalog.seed.Planted.PROVIDER;
import static dev.fairlead.catalog.seed.Planted.faultsOf;
import static dev.fairlead.catalog.seed.Planted.replaced;
import static org.assertj.core.api.Assertions.assertThat;

/** What is planted is found by the reader, and by the JSON Schema too where that can see it. */
class PlantedFaultsTest {

    private static final SeedSchemas SCHEMAS = new SeedSchemas();

    /** Each row: who sees it, what is replaced by what, and the fault that the reader has to report. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            both   | name: Acme | nmae: Acme | providers/acme.yaml:2: nmae: is not a field here
            both   | name: Acme | nmae: Acme | providers/acme.yaml:1: name: is missing
            both   | name: Acme | provider: acme | providers/acme.yaml:2: provider: is given twice
            reader | name: Acme | 'name: " "' | providers/acme.yaml:2: name: ' ' is not text
            both   | name: Acme | name: [a] | providers/acme.yaml:2: name: is not text
            both   | name: Acme | 'name:' | providers/acme.yaml:2: name: is not text
            both   | provider: acme | provider: Acme | providers/acme.yaml:1: provider: 'Acme' is not a provider's id
            reader | provider: acme | provider: other | providers/acme.yaml:1: provider: 'other' does not go by the name of its file
            both   | https:// | ftp:// | providers/acme.yaml:3: base_url: 'ftp://api.acme.example/v1' is not an http(s) URL
            both   | example/v1 | example/v1/ | providers/acme.yaml:3: base_url: 'https://api.acme.example/v1/' is not an http(s) URL
            both   | https:// | https://user:secret@ | providers/acme.yaml:3: base_url
            both   | openai | klingon | providers/acme.yaml:4: dialect: 'klingon' is none of openai, anthropic, gemini
            both   | bearer | basic | providers/acme.yaml:5: authentication: 'basic' is none of bearer, api_key_header, none
            reader | [ACME_API_KEY] | [] | providers/acme.yaml:6: environment_keys: is missing or empty
            both   | [ACME_API_KEY] | [acme] | providers/acme.yaml:6: environment_keys[0]: 'acme' is not the name
            both   | [x-acme] | [x-acme, x-acme] | providers/acme.yaml:7: forwarded_headers[1]: 'x-acme' is given twice
            both   | [x-acme] | [authorization] | providers/acme.yaml:7: forwarded_headers: 'authorization' may hold a caller's credential
            both   | [x-acme] | x-acme | providers/acme.yaml:7: forwarded_headers: is not a list
            both   | name: Acme | 'name: Acme\nkind: bank' | providers/acme.yaml:3: kind: 'bank' is none of first_party, cloud
            both   | name: Acme | 'name: Acme\ntrains: perhaps' | providers/acme.yaml:3: trains: 'perhaps' is not true or false
            both   | name: Acme | 'name: Acme\nretention_days: -1' | providers/acme.yaml:3: retention_days: '-1' is not a whole number
            both   | name: Acme | 'name: Acme\nheadquarters: Utopia' | providers/acme.yaml:3: headquarters: 'Utopia' is not a country
            both   | name: Acme | 'name: Acme\nstatus_page_url: down' | providers/acme.yaml:3: status_page_url: 'down' is not an http(s) URL
            both   | model: acme/one | model: one | providers/acme.yaml:9: endpoints[0].model: 'one' is not a model's id
            reader | model: acme/one | model: acme/two | providers/acme.yaml:9: endpoints[0].model: 'acme/two' is not a model of acme
            reader | model: acme/one | model: nobody/one | providers/acme.yaml:9: endpoints[0].model: 'nobody/one' has an unknown author, 'nobody'
            both   | upstream_model: One-1 | upstream_model: a b | providers/acme.yaml:10: endpoints[0].upstream_model: 'a b' is not
            both   | upstream_model: One-1 | name: One-1 | providers/acme.yaml:10: endpoints[0].name: is not a field here
            reader | max_output_tokens: 500 | max_output_tokens: 5000 | providers/acme.yaml:11: endpoints[0].max_output_tokens: 5000 is more than the context of 1000
            both   | max_output_tokens: 500 | quantization: fp7 | providers/acme.yaml:11: endpoints[0].quantization: 'fp7' is none of int4, int8
            both   | max_output_tokens: 500 | status: dead | providers/acme.yaml:11: endpoints[0].status: 'dead' is none of current, unverified, deprecated, historical
            both   | max_output_tokens: 500 | retires: 2026-12-31 | providers/acme.yaml:11: endpoints[0].retires: is given, and the status is neither
            both   | max_output_tokens: 500 | supported_parameters: [magic] | providers/acme.yaml:11: endpoints[0].supported_parameters: 'magic' is none of temperature
            both   | max_output_tokens: 500 | input_modalities: [] | providers/acme.yaml:11: endpoints[0].input_modalities: is empty
            both   | as_of: 2026-02-01 | source: acme | providers/acme.yaml:13: endpoints[0].price.as_of: is missing, and there is a price
            both   | as_of: 2026-02-01 | as_of: 2026-02-30 | providers/acme.yaml:13: endpoints[0].price.as_of: '2026-02-30' is not a date
            both   | output: 2.50 | output: -2.50 | providers/acme.yaml:15: endpoints[0].price.output: '-2.50' is negative
            both   | output: 2.50 | output: 2,50 | providers/acme.yaml:15: endpoints[0].price.output: '2,50' is not a decimal
            both   | output: 2.50 | output: NaN | providers/acme.yaml:15: endpoints[0].price.output: 'NaN' is not a decimal
            both   | output: 2.50 | outputs: 2.50 | providers/acme.yaml:15: endpoints[0].price.outputs: is not a field here
            reader | output: 2.50 | request: 2.50 | providers/acme.yaml:13: endpoints[0].price.output: is missing
            reader | output: 2.50 | 'output: 2.50\n      status: zero' | providers/acme.yaml:16: endpoints[0].price.status: is zero, and something is charged
            both   | output: 2.50 | 'output: 2.50\n      status: unknown' | providers/acme.yaml:16: endpoints[0].price.status: 'unknown' is none of disputed, listed
            both   | output: 2.50 | 'output: 2.50\n      overrides: [{input: 1}]' | providers/acme.yaml:16: endpoints[0].price.overrides[0]: has no condition
            both   | output: 2.50 | 'output: 2.50\n      overrides: [{service_tier: flex}]' | providers/acme.yaml:16: endpoints[0].price.overrides[0]: has no amount
            both   | output: 2.50 | 'output: 2.50\n      overrides: [{utc_start: "16:30", input: 1}]' | providers/acme.yaml:16: endpoints[0].price.overrides[0].utc_end: is missing
            both   | output: 2.50 | 'output: 2.50\n      overrides: [{utc_start: "16:30", utc_end: "25:00", input: 1}]' | providers/acme.yaml:16: endpoints[0].price.overrides[0].utc_end: '25:00' is not a time
            reader | output: 2.50 | 'output: 2.50\n      overrides: [{utc_start: "16:30", utc_end: "16:30", input: 1}]' | providers/acme.yaml:16: endpoints[0].price.overrides[0].utc_end: is utc_start
            """)
    void ofAProvider(String seenBy, String original, String replacement, String expected) {
        SeedFile faulty = replaced(PROVIDER, original, replacement.replace("\\n", "\n"));

        assertThat(faultsOf(faulty, MODELS)).anyMatch(fault -> fault.startsWith(expected), expected);
        assertSchemaSees(faulty, seenBy);
    }

    /** As above, for models. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reader | author: acme | author: other | models/acme.yaml:1: author: 'other' does not go by the name of its file
            both   | slug: one | slug: One | models/acme.yaml:3: models[0].slug: 'One' is not a slug
            both   | slug: one | slug: [] | models/acme.yaml:3: models[0].slug: is not a slug
            both   | name: One | title: One | models/acme.yaml:3: models[0].name: is missing
            reader | context_length: 1000 | context_length: 1e3 | models/acme.yaml:6: models[0].context_length: '1e3' is not a whole number above 0
            both   | context_length: 1000 | context_length: 0 | models/acme.yaml:6: models[0].context_length: '0' is not a whole number above 0
            reader | context_length: 1000 | 'context_length: 1000\n    max_output_tokens: 1001' | models/acme.yaml:7: models[0].max_output_tokens: 1001 is more than the context
            both   | 2026-01-31 | 2026-02-31 | models/acme.yaml:5: models[0].released: '2026-02-31' is not a date
            both   | released: 2026-01-31 | knowledge_cutoff: 2026-13 | models/acme.yaml:5: models[0].knowledge_cutoff: '2026-13' is not a month
            both   | released: 2026-01-31 | mode: dance | models/acme.yaml:5: models[0].mode: 'dance' is none of chat, completion
            both   | released: 2026-01-31 | tokenizer: Mine | models/acme.yaml:5: models[0].tokenizer: 'Mine' is none of Router, Media, Other
            both   | released: 2026-01-31 | reasoning: {efforts: [utmost]} | models/acme.yaml:5: models[0].reasoning.efforts: 'utmost' is none of max, xhigh
            both   | released: 2026-01-31 | open_weights: 'yes and no' | models/acme.yaml:5: models[0].open_weights: 'yes and no' is not true or false
            both   | released: 2026-01-31 | hugging_face_id: one | models/acme.yaml:5: models[0].hugging_face_id: 'one' is not a repository
            both   | released: 2026-01-31 | successor: acme/two | models/acme.yaml:5: models[0].successor: is given, and the model is neither deprecated
            reader | released: 2026-01-31 | 'retires: 2026-12-31\n    successor: acme/two' | models/acme.yaml:6: models[0].successor: 'acme/two' is not a model of acme
            reader | released: 2026-01-31 | 'retires: 2026-12-31\n    successor: ecma/one' | models/acme.yaml:6: models[0].successor: 'ecma/one' has an unknown author, 'ecma'
            reader | released: 2026-01-31 | 'retires: 2026-12-31\n    successor: acme/one' | models/acme.yaml:6: models[0].successor: is the model itself
            reader | released: 2026-01-31 | 'deprecated: 2027-01-01\n    retires: 2026-12-31' | models/acme.yaml:5: models[0].deprecated: 2027-01-01 is after it retires
            reader | released: 2026-01-31 | 'released: 2026-01-31\n    retires: 2026-01-31' | models/acme.yaml:6: models[0].retires: 2026-01-31 is not after it was released
            both   | input_modalities: [text] | input_modalities: [] | models/acme.yaml:7: models[0].input_modalities: is empty
            both   | input_modalities: [text] | input_modalities: [smell] | models/acme.yaml:7: models[0].input_modalities: 'smell' is none of text, image
            reader | acme/uno | acme/one | models/acme.yaml:8: models[0].aliases: the alias 'acme/one' is the id of a model
            both   | acme/uno | one | models/acme.yaml:8: models[0].aliases[1]: 'one' is given twice
            both   | acme/uno | Uno | models/acme.yaml:8: models[0].aliases[1]: 'Uno' is not an alias
            """)
    void ofAModel(String seenBy, String original, String replacement, String expected) {
        SeedFile faulty = replaced(MODELS, original, replacement.replace("\\n", "\n"));

        assertThat(faultsOf(PROVIDER, faulty)).anyMatch(fault -> fault.startsWith(expected), expected);
        assertSchemaSees(faulty, seenBy);
    }

    private static void assertSchemaSees(SeedFile faulty, String seenBy) {
        List<String> messages = SCHEMAS.messages(faulty);
        if (seenBy.equals("both")) {
            assertThat(messages).isNotEmpty();
        } else {
            assertThat(messages).isEmpty();
        }
    }
}
