package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The published JSON Schemas of the two kinds of catalog documents, as an editor applies them. */
final class SeedSchemas {

    private final JsonSchema provider = schema("provider");
    private final JsonSchema author = schema("author");

    /** What the schema of its kind says against a file of one document; empty if nothing. */
    List<String> messages(SeedFile file) {
        JsonSchema schema = file.name().startsWith("providers/") ? provider : author;
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(file.text()));
        return schema
                .validate(
                        json(root).toString(),
                        InputFormat.JSON,
                        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema schema(String kind) {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("src/main/resources/catalog/schema/" + kind + ".schema.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(Node node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = nodes.objectNode();
                for (NodeTuple tuple : mapping.getValue()) {
                    object.set(((ScalarNode) tuple.getKeyNode()).getValue(), json(tuple.getValueNode()));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = nodes.arrayNode();
                sequence.getValue().forEach(item -> array.add(json(item)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar, nodes);
            default -> throw new AssertionError("no such node: " + node);
        };
    }

    private static JsonNode scalar(ScalarNode scalar, JsonNodeFactory nodes) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(Boolean.parseBoolean(scalar.getValue()));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            try {
                return nodes.numberNode(new BigDecimal(scalar.getValue()));
            } catch (NumberFormatException e) {
                return nodes.textNode(scalar.getValue());
            }
        }
        return nodes.textNode(scalar.getValue());
    }
}
