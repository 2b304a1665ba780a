package dev.fairlead.e2e.contract;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Gateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The document that a running edge publishes, as a check of what it answers. Stricter than the document is for clients: a
 * property that it does not list is a fault here, as are a status and a media type.
 */
public final class OpenApiContract {

    private static final String IRI = "https://fairlead.example/openapi.json";
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final String ONE_SEGMENT = "[^/]+";
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    private OpenApiContract(JsonNode published) {
        this.document = published.deepCopy();
        document.at("/components/schemas").forEach(OpenApiContract::close);
        document.findValues("schema").forEach(OpenApiContract::close);
        // The document's own members are no keywords of JSON Schema; they say nothing about validity.
        JsonMetaSchema meta = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();
        this.schemas = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V202012))
                .metaSchema(meta)
                .schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, document.toString())))
                .build();
    }

    /** The document that this gateway publishes. */
    public static OpenApiContract of(Gateway gateway) {
        Answer answer = gateway.get("/openapi.json");
        assertThat(answer.status()).as("/openapi.json").isEqualTo(200);
        return new OpenApiContract(answer.json());
    }

    /**
     * Requires that an answer is one that the document allows.
     *
     * @param method such as {@code GET}
     * @param path as it was asked for, from the root of the gateway, with or without its query
     */
    public void validates(String method, String path, Answer answer) {
        String question = method + ' ' + path;
        JsonNode response = response(question, method, path, answer.status());
        JsonNode content = resolved(response).path("content");
        String type = answer.header("content-type").orElse("");
        String mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (content.isMissingNode()) {
            assertThat(answer.body())
                    .as("the body of %s %d, which has none", question, answer.status())
                    .isEmpty();
            return;
        }
        assertThat(content.has(mediaType))
                .as("%s %d is documented as %s", question, answer.status(), type)
                .isTrue();
        if (mediaType.equals("application/json") || mediaType.endsWith("+json")) {
            assertThat(faults(content.path(mediaType).path("schema"), answer.json()))
                    .as("%s %d: %s", question, answer.status(), shortened(answer.body()))
                    .isEmpty();
        }
    }

    /**
     * Requires that a JSON body is one that the document allows.
     *
     * @param path as it was asked for, from the root of the gateway
     */
    public void validates(String method, String path, int status, JsonNode body) {
        String question = method + ' ' + path;
        JsonNode content = resolved(response(question, method, path, status)).path("content");
        assertThat(content.properties().stream()
                        .filter(entry -> entry.getKey().endsWith("json"))
                        .map(entry -> faults(entry.getValue().path("schema"), body)))
                .as("%s %d: %s", question, status, shortened(body.toString()))
                .anyMatch(List::isEmpty);
    }

    /** Requires that a value keeps to a schema of this name. */
    public void validates(String schema, JsonNode value) {
        JsonNode node = document.at("/components/schemas").path(schema);
        assertThat(node.isMissingNode()).as("the schema " + schema).isFalse();
        assertThat(faults(node, value)).as(shortened(value.toString())).isEmpty();
    }

    private JsonNode response(String question, String method, String path, int status) {
        JsonNode response = operation(method, path)
                .orElseThrow(() -> new AssertionError(question + " is not documented"))
                .path("responses")
                .path(Integer.toString(status));
        assertThat(response.isMissingNode())
                .as("%s answers %d, which is not documented", question, status)
                .isFalse();
        return response;
    }

    /** The operation that a request is for: of several, the one whose path has the fewest parameters. */
    private Optional<JsonNode> operation(String method, String path) {
        String bare = path.split("\\?", 2)[0];
        return document.path("paths").properties().stream()
                .filter(entry -> bare.matches(pattern(address(entry.getKey(), entry.getValue()))))
                .min(Comparator.comparingLong(
                        entry -> PARAMETER.matcher(entry.getKey()).results().count()))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(operation -> !operation.isMissingNode());
    }

    private String address(String path, JsonNode item) {
        String server =
                item.at("/servers/0/url").asText(document.at("/servers/0/url").asText());
        return (server.equals("/") ? "" : server) + path;
    }

    private static String pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        for (String part : PARAMETER.split(template, -1)) {
            pattern.append(pattern.isEmpty() ? "" : ONE_SEGMENT).append(Pattern.quote(part));
        }
        return pattern.toString();
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isTextual()
                ? resolved(document.at(reference.textValue().substring(1)))
                : node;
    }

    private List<String> faults(JsonNode schema, JsonNode value) {
        String absolute = schema.toString().replace("\"$ref\":\"#/", "\"$ref\":\"" + IRI + "#/");
        return schemas.getSchema(absolute, InputFormat.JSON, STRICT).validate(value).stream()
                .map(ValidationMessage::toString)
                .limit(10)
                .toList();
    }

    /** Lets an object have no other properties than those that are listed, where the schema does not say it itself. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.path("properties").forEach(OpenApiContract::close);
            close(object.path("items"));
            List.of("anyOf", "allOf", "oneOf").forEach(kind -> object.path(kind).forEach(OpenApiContract::close));
        }
    }

    private static String shortened(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000) + "...";
    }
}
