package dev.fairlead.edge.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

/** The document as tests look at it: a tree, what is in it, and validation against its schemas. */
final class PublishedDocument {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String IRI = "https://fairlead.example/openapi.json";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode tree;
    private final JsonSchemaFactory schemas;

    private PublishedDocument(JsonNode tree) {
        this.tree = tree;
        // What is not of JSON Schema, such as the document's own members, says nothing about validity.
        JsonMetaSchema meta = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        this.schemas = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
                .metaSchema(meta)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, tree.toString())))
                .build();
    }

    static PublishedDocument load() {
        try {
            return new PublishedDocument(JSON.readTree(ApiDocument.load().json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One operation.
     *
     * @param path as the document has it
     * @param method in upper case
     */
    record Operation(String path, String method, JsonNode node) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** A media type of a request or response, and where it is. */
    record Content(String place, String type, JsonNode node) {}

    JsonNode tree() {
        return tree;
    }

    /** What a reference means; the node itself if it is none. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual() ? resolved(tree.at(reference.textValue().substring(1))) : node;
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        tree.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> operations.add(new Operation(
                                path.getKey(), member.getKey().toUpperCase(Locale.ROOT), member.getValue()))));
        return operations;
    }

    /** Where an operation is on the gateway, with the path of its server before its own. */
    String address(Operation operation) {
        JsonNode servers = tree.at("/paths").path(operation.path()).path("servers");
        String server = (servers.isMissingNode() ? tree.path("servers") : servers)
                .path(0)
                .path("url")
                .asText();
        return (server.equals("/") ? "" : server) + operation.path();
    }

    /** All parameters of an operation, those of its path too. */
    List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        tree.path("paths")
                .path(operation.path())
                .path("parameters")
                .forEach(parameter -> parameters.add(resolved(parameter)));
        operation.node().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return parameters;
    }

    /** The contents of an operation's request and responses. */
    List<Content> contents(Operation operation) {
        List<Content> contents = new ArrayList<>();
        add(contents, operation + " request", resolved(operation.node().path("requestBody")));
        operation
                .node()
                .path("responses")
                .properties()
                .forEach(response -> add(contents, operation + " " + response.getKey(), resolved(response.getValue())));
        return contents;
    }

    private static void add(List<Content> contents, String place, JsonNode holder) {
        holder.path("content")
                .properties()
                .forEach(content -> contents.add(
                        new Content(place + " " + content.getKey(), content.getKey(), content.getValue())));
    }

    /** The values of {@code example} and {@code examples}. */
    static List<JsonNode> examples(JsonNode holder) {
        List<JsonNode> examples = new ArrayList<>();
        if (holder.has("example")) {
            examples.add(holder.get("example"));
        }
        holder.path("examples").forEach(example -> examples.add(example.path("value")));
        return examples;
    }

    /** What is wrong with a value; empty if it is valid. */
    List<String> faults(JsonNode schema, JsonNode value) {
        String absolute = schema.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + IRI + "#/");
        JsonSchema validator = schemas.getSchema(absolute, InputFormat.JSON, STRICT);
        return validator.validate(value).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    JsonNode schema(String name) {
        JsonNode schema = tree.at("/components/schemas").path(name);
        if (schema.isMissingNode()) {
            throw new AssertionError("there is no schema " + name);
        }
        return schema;
    }

    /** What is wrong with a schema itself, by the rules of JSON Schema 2020-12. */
    List<String> faultsOfSchema(JsonNode schema) {
        JsonSchema meta = schemas.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"), STRICT);
        return meta.validate(schema).stream().map(ValidationMessage::toString).toList();
    }

    /** Visits every object of the document with its place. */
    void visit(BiConsumer<String, JsonNode> visitor) {
        visit("", tree, visitor);
    }

    private static void visit(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            node.properties().forEach(member -> visit(place + '/' + member.getKey(), member.getValue(), visitor));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                visit(place + '/' + i, node.get(i), visitor);
            }
        }
    }
}
