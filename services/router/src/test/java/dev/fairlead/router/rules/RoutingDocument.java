package dev.fairlead.router.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The parts of the edge's API document that say what the router answers. The edge publishes the document and forwards
 * the requests; only here it can be seen whether one says what the other does.
 */
final class RoutingDocument {

    private static final Path PARTS = Path.of("../edge/src/main/resources/dev/fairlead/edge/reference/api");
    private static final String IRI = "https://fairlead.example/openapi.json";
    private static final String SERVER = "/api/v1";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final ObjectNode document;
    private final JsonSchemaFactory schemas;

    private RoutingDocument(ObjectNode document) {
        this.document = document;
        JsonMetaSchema meta = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        this.schemas = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
                .metaSchema(meta)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, document.toString())))
                .build();
    }

    static RoutingDocument load() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode joined = json.createObjectNode();
        for (String part : List.of("base.yaml", "presets.yaml", "routing.yaml")) {
            try {
                Object tree =
                        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(PARTS.resolve(part)));
                ObjectNode members = json.valueToTree(tree);
                joined.withObjectProperty("paths").setAll(members.withObjectProperty("paths"));
                members.withObjectProperty("components")
                        .properties()
                        .forEach(kind -> joined.withObjectProperty("components")
                                .withObjectProperty(kind.getKey())
                                .setAll((ObjectNode) kind.getValue()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        close(joined.at("/components/schemas"));
        close(joined.at("/paths"));
        return new RoutingDocument(joined);
    }

    /** Lets no object have properties that are not listed: clients should overlook those, tests should not. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.forEach(RoutingDocument::close);
        } else if (node instanceof ArrayNode array) {
            array.forEach(RoutingDocument::close);
        }
    }

    /** Every operation below one of these: its method and its path, in which {@code {}} stands for a parameter. */
    Set<String> operations(String... prefixes) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .map(member -> member.getKey().toUpperCase(Locale.ROOT) + ' ' + shape(SERVER + path.getKey()))
                        .filter(operation ->
                                List.of(prefixes).stream().anyMatch(prefix -> operation.contains(' ' + prefix)))
                        .forEach(operations::add));
        return operations;
    }

    /** The path without the names of its parameters. */
    static String shape(String path) {
        return PARAMETER.matcher(path).replaceAll("{}");
    }

    /** What the document does not say of an answer; empty if it says it all. */
    List<String> faults(String method, String path, int status, String mediaType, String body) {
        JsonNode response = resolved(operation(method, path).path("responses").path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return List.of("there is no word of the status " + status);
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            return body.isEmpty() ? List.of() : List.of("there is no word of a body");
        }
        if (!content.has(mediaType)) {
            return List.of("there is no word of the media type '" + mediaType + "'");
        }
        String schema =
                content.path(mediaType).path("schema").toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + IRI + "#/");
        return schemas.getSchema(schema, InputFormat.JSON, STRICT).validate(body, InputFormat.JSON).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    /** The operation that a request is for: of those that match, the one with the fewest parameters. */
    private JsonNode operation(String method, String path) {
        String verb = method.toLowerCase(Locale.ROOT);
        return document.path("paths").properties().stream()
                .filter(entry -> path.matches(pattern(SERVER + entry.getKey())))
                .filter(entry -> entry.getValue().has(verb))
                .min(Comparator.comparingInt(entry -> PARAMETER.split(entry.getKey(), -1).length))
                .map(entry -> entry.getValue().path(verb))
                .orElseGet(() -> document.path("nowhere"));
    }

    private static String pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        for (String part : PARAMETER.split(template, -1)) {
            pattern.append(pattern.isEmpty() ? "" : "[^/]+").append(Pattern.quote(part));
        }
        return pattern.toString();
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual()
                ? resolved(document.at(reference.textValue().substring(1)))
                : node;
    }
}
