package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The published schemas know the fields and the words that the reader knows, no more and no fewer. */
class SchemaWordsTest {

    private static final String MODEL = "/$defs/model/properties";
    private static final String ENDPOINT = "/$defs/endpoint/properties";

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("provider", "/properties", ProviderFields.KNOWN),
                arguments("provider", ENDPOINT, EndpointFields.KNOWN),
                arguments("provider", "/$defs/price/properties", PriceFields.KNOWN),
                arguments("provider", "/$defs/override/properties", PriceFields.KNOWN_OF_OVERRIDE),
                arguments("author", MODEL, ModelFields.KNOWN));
    }

    static Stream<Arguments> words() {
        return Stream.of(
                arguments("provider", "/properties/kind", names(ProviderKind.class)),
                arguments("provider", "/properties/dialect", names(Dialect.class)),
                arguments("provider", "/properties/authentication", names(Authentication.class)),
                arguments("provider", ENDPOINT + "/dialect", names(Dialect.class)),
                arguments("provider", ENDPOINT + "/status", names(ListingStatus.class)),
                arguments("provider", ENDPOINT + "/quantization", Vocabulary.QUANTIZATIONS),
                arguments("provider", ENDPOINT + "/input_modalities/items", Vocabulary.INPUTS),
                arguments("provider", ENDPOINT + "/supported_parameters/items", Vocabulary.PARAMETERS),
                arguments("provider", "/$defs/price/properties/status", PriceFields.STATUSES),
                arguments("author", MODEL + "/mode", names(Mode.class)),
                arguments("author", MODEL + "/tokenizer", Vocabulary.TOKENIZERS),
                arguments("author", MODEL + "/input_modalities/items", Vocabulary.INPUTS),
                arguments("author", MODEL + "/output_modalities/items", Vocabulary.OUTPUTS),
                arguments("author", MODEL + "/supported_parameters/items", Vocabulary.PARAMETERS),
                arguments("author", MODEL + "/reasoning/properties/efforts/items", Vocabulary.EFFORTS));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void fieldsAreThoseOfTheReader(String schema, String place, Collection<String> known) throws IOException {
        List<String> fields = new ArrayList<>();
        schema(schema).at(place).fieldNames().forEachRemaining(fields::add);

        assertThat(fields).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordsAreThoseOfTheReader(String schema, String place, Collection<String> known) throws IOException {
        List<String> words = new ArrayList<>();
        schema(schema).at(place).path("enum").forEach(word -> words.add(word.asText()));

        assertThat(words).containsExactlyInAnyOrderElementsOf(known);
    }

    private static JsonNode schema(String kind) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Path.of("src/main/resources/catalog/schema/" + kind + ".schema.json")
                        .toFile());
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
