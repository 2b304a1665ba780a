package dev.fairlead.edge.reference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.edge.reference.PublishedDocument.Content;
import dev.fairlead.edge.reference.PublishedDocument.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

class ApiDocumentTest {

    private static final PublishedDocument DOCUMENT = PublishedDocument.load();

    static List<Operation> operations() {
        return DOCUMENT.operations();
    }

    static Stream<Content> contents() {
        return DOCUMENT.operations().stream().flatMap(operation -> DOCUMENT.contents(operation).stream());
    }

    static List<String> schemaNames() {
        List<String> names = new ArrayList<>();
        DOCUMENT.tree().at("/components/schemas").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aParserOfOpenApiFindsNothingWrong() {
        // Given
        ParseOptions options = new ParseOptions();
        options.setResolve(true);

        // When
        SwaggerParseResult result = new OpenAPIV3Parser()
                .readContents(new String(ApiDocument.load().json(), StandardCharsets.UTF_8), null, options);

        // Then
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
        assertThat(result.getOpenAPI().getPaths()).hasSameSizeAs(DOCUMENT.tree().path("paths"));
    }

    @Test
    void yamlAndJsonSayTheSame() throws IOException {
        // Given
        ApiDocument document = ApiDocument.load();
        String yaml = new String(document.yaml(), StandardCharsets.UTF_8);

        // When
        Object fromYaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);

        // Then
        assertThat(PublishedDocument.JSON.valueToTree(fromYaml).toString())
                .isEqualTo(PublishedDocument.JSON.readTree(document.json()).toString());
        assertThat(yaml).doesNotContain("&id0");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> dangling = new ArrayList<>();
        Set<String> used = new TreeSet<>();
        DOCUMENT.visit((place, node) -> {
            JsonNode reference = node.path("$ref");
            if (reference.isTextual()) {
                used.add(reference.textValue());
                if (DOCUMENT.tree().at(reference.textValue().substring(1)).isMissingNode()) {
                    dangling.add(place + " -> " + reference.textValue());
                }
            }
        });

        assertThat(dangling).isEmpty();
        assertThat(used).contains("#/components/schemas/Model");
    }

    @Test
    void everyComponentIsUsed() {
        Set<String> used = new TreeSet<>();
        DOCUMENT.visit((place, node) -> used.add(node.path("$ref").asText()));

        DOCUMENT.tree().path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                name -> assertThat(used).contains("#/components/" + kind.getKey() + '/' + name)));
    }

    /** In YAML a comma within braces ends a value, and what follows silently becomes a member of its own. */
    @Test
    void noTextHasBecomeAMemberByMistake() {
        List<String> sentences = new ArrayList<>();
        DOCUMENT.visit((place, node) -> node.fieldNames().forEachRemaining(name -> {
            if (name.contains(" ") || name.endsWith(".")) {
                sentences.add(place + '/' + name);
            }
        }));

        assertThat(sentences).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemaNames")
    void everySchemaIsOne(String name) {
        assertThat(DOCUMENT.faultsOfSchema(DOCUMENT.schema(name))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemaNames")
    void examplesOfASchemaAreValid(String name) {
        JsonNode schema = DOCUMENT.schema(name);

        assertThat(schema.path("examples"))
                .allSatisfy(
                        example -> assertThat(DOCUMENT.faults(schema, example)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void everyBodyHasASchemaAndExamplesThatKeepToIt(Content content) {
        List<JsonNode> examples = PublishedDocument.examples(content.node());
        JsonNode schema = content.node().path("schema");

        assertThat(DOCUMENT.faultsOfSchema(schema)).isEmpty();
        assertThat(examples).as(content.place()).isNotEmpty();
        assertThat(examples)
                .allSatisfy(example -> assertThat(DOCUMENT.faults(closed(schema), example))
                        .as(content.place())
                        .isEmpty());
    }

    /** A schema that refuses what it does not list, so that an example cannot hold what is not documented. */
    private static JsonNode closed(JsonNode schema) {
        JsonNode copy = DOCUMENT.resolved(schema).deepCopy();
        if (copy instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        return copy;
    }

    @Test
    void everyChunkOfAStreamIsValid() throws IOException {
        JsonNode chunk = DOCUMENT.schema("ChatCompletionChunk");
        List<JsonNode> chunks = new ArrayList<>();
        for (Content content : contents().toList()) {
            if (content.type().equals("text/event-stream")) {
                for (JsonNode stream : PublishedDocument.examples(content.node())) {
                    for (String line : stream.asText().split("\n")) {
                        if (line.startsWith("data: {")) {
                            chunks.add(PublishedDocument.JSON.readTree(line.substring("data: ".length())));
                        }
                    }
                }
            }
        }

        assertThat(chunks)
                .hasSizeGreaterThan(4)
                .allSatisfy(one -> assertThat(DOCUMENT.faults(chunk, one)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationSaysWhatItIs(Operation operation) {
        JsonNode node = operation.node();

        assertThat(node.path("summary").asText()).isNotBlank();
        assertThat(node.path("operationId").asText()).matches("[a-z][A-Za-z]+");
        assertThat(node.path("tags")).hasSize(1);
        assertThat(DOCUMENT.tree().path("tags").findValuesAsText("name"))
                .contains(node.at("/tags/0").asText());
        assertThat(node.has("security")).as("says who may call it").isTrue();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationSaysHowItSucceedsAndHowItFails(Operation operation) {
        List<String> statuses = new ArrayList<>();
        operation.node().path("responses").fieldNames().forEachRemaining(statuses::add);

        assertThat(statuses)
                .anyMatch(status -> status.startsWith("2"))
                .anyMatch(status -> status.startsWith("4"))
                .doesNotContain("default");
    }

    /** A caller without a valid credential is answered in the dialect of the route. */
    @ParameterizedTest
    @MethodSource("operations")
    void errorsAreInTheDialectOfTheCallers(Operation operation) {
        JsonNode security = operation.node().path("security");
        List<String> expected = new ArrayList<>();
        if (!security.findValues("keycloak").isEmpty()) {
            expected.add("application/problem+json");
        }
        if (expected.isEmpty() || !security.findValues("apiKey").isEmpty()) {
            expected.add("application/json");
        }

        List<String> types = DOCUMENT.contents(operation).stream()
                .filter(content -> content.place().matches(".* [45][0-9][0-9] .*"))
                .map(Content::type)
                .distinct()
                .toList();

        assertThat(types).isSubsetOf(expected);
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(DOCUMENT.operations().stream()
                        .map(operation -> operation.node().path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyParameterHasADescriptionAndAValidExample(Operation operation) {
        for (JsonNode parameter : DOCUMENT.parameters(operation)) {
            String name = parameter.path("name").asText();
            assertThat(parameter.path("description").asText()).as(name).isNotBlank();
            assertThat(PublishedDocument.examples(parameter))
                    .as(name)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(DOCUMENT.faults(parameter.path("schema"), example))
                            .as(name)
                            .isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void pathParametersAreThoseOfThePath(Operation operation) {
        Set<String> inPath = Pattern.compile("\\{([^}]+)}")
                .matcher(operation.path())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        Set<String> described = DOCUMENT.parameters(operation).stream()
                .filter(parameter -> parameter.path("in").asText().equals("path"))
                .map(parameter -> parameter.path("name").asText())
                .collect(Collectors.toSet());

        assertThat(described).isEqualTo(inPath);
    }

    @Test
    void whatIsWrongIsFound() {
        // Given
        JsonNode model = DOCUMENT.tree()
                .at("/paths/~1models/get/responses/200/content/application~1json/examples/all/value/data/0");
        ObjectNode priceAsNumber = model.deepCopy();
        priceAsNumber.withObject("/pricing").put("prompt", 0.000001);
        ObjectNode unknownParameter = model.deepCopy();
        unknownParameter.withArray("/supported_parameters").add("magic");
        ObjectNode nameless = model.deepCopy();
        nameless.remove("name");

        // When, Then
        JsonNode schema = DOCUMENT.schema("Model");
        assertThat(DOCUMENT.faults(schema, model)).isEmpty();
        Map.of("/pricing/prompt", priceAsNumber, "/supported_parameters/8", unknownParameter, "'name'", nameless)
                .forEach((place, wrong) ->
                        assertThat(DOCUMENT.faults(schema, wrong)).anyMatch(fault -> fault.contains(place)));
    }
}
