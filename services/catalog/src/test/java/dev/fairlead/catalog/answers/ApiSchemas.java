package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks answers against the schemas of an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12. */
public final class ApiSchemas {

    /** Names the folder with the documents that Fairlead is measured by, which do not come with the project. */
    private static final String SHARED = "fairlead.shared";

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build())
            .build();

    private static final String[] PREFIXES = {"", "/api/v1"};

    private final ObjectNode document;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private ApiSchemas(ObjectNode document) {
        this.document = document;
    }

    /** The schemas of an OpenAPI document in YAML or JSON. */
    public static ApiSchemas of(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(16 << 20);
        options.setMaxAliasesForCollections(10_000);
        Object document = new Yaml(new SafeConstructor(options)).load(yaml);
        return new ApiSchemas(new ObjectMapper().valueToTree(document));
    }

    /**
     * The schemas of OpenRouter's document, if it is there: in the folder that {@code -Dfairlead.shared} names, or in
     * {@code shared} beside the project. Names of providers are not held against its closed list, for operators have
     * providers of their own.
     */
    public static Optional<ApiSchemas> ofOpenRouter() {
        return folder().map(folder -> folder.resolve("openrouter/openapi.yaml"))
                .filter(Files::isReadable)
                .map(file -> {
                    try {
                        ApiSchemas schemas = of(Files.readString(file, StandardCharsets.UTF_8));
                        ((ObjectNode) schemas.document.at("/components/schemas/ProviderName")).remove("enum");
                        return schemas;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static Optional<Path> folder() {
        String named = System.getProperty(SHARED);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared"))
                .filter(path -> Files.isDirectory(path.resolve("openrouter")))
                .findFirst();
    }

    /** Fails unless the body is what the document promises of the operation and the status. */
    public void assertAnswers(String path, int status, String body) {
        assertThat(faults(path, status, body))
                .as("faults of GET %s, status %d: %s", path, status, body.substring(0, Math.min(400, body.length())))
                .isEmpty();
    }

    private List<String> faults(String path, int status, String body) {
        JsonNode json = parsed(body);
        return schema(path, status).validate(json).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    private static JsonNode parsed(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private JsonSchema schema(String path, int status) {
        return compiled.computeIfAbsent(path + ' ' + status, x -> {
            ObjectNode schema = promised(path, status).deepCopy();
            removeExamples(schema);
            schema.set("components", components());
            return FACTORY.getSchema(schema);
        });
    }

    private ObjectNode promised(String path, int status) {
        for (String prefix : PREFIXES) {
            JsonNode responses =
                    document.path("paths").path(prefix + path).path("get").path("responses");
            JsonNode response = followed(responses.path(Integer.toString(status)));
            if (!response.isMissingNode()) {
                JsonNode schema =
                        response.path("content").path("application/json").path("schema");
                assertThat(schema.isObject())
                        .as("schema of %s %d", path, status)
                        .isTrue();
                return (ObjectNode) schema;
            }
        }
        throw new AssertionError("the document says nothing of GET " + path + ", status " + status);
    }

    private JsonNode followed(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private @Nullable JsonNode components;

    private JsonNode components() {
        JsonNode known = components;
        if (known == null) {
            known = document.path("components").deepCopy();
            removeExamples(known);
            components = known;
        }
        return known;
    }

    /** Takes out the examples, which are data that may look like schemas. */
    private static void removeExamples(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("example").isValueNode() || object.path("example").isContainerNode()) {
                object.remove("example");
            }
            if (object.path("examples").isArray() || object.has("type")) {
                object.remove("examples");
            }
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> removeExamples(object.path(name)));
        } else if (node instanceof ArrayNode array) {
            Iterator<JsonNode> elements = array.elements();
            while (elements.hasNext()) {
                removeExamples(elements.next());
            }
        }
    }
}
