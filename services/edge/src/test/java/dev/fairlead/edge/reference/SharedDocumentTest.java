package dev.fairlead.edge.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog's operations held against the document of the API that clients were written for, where a copy of it is at
 * hand: in the folder that {@code fairlead.shared} names, or in one called {@code shared} beside the project.
 */
class SharedDocumentTest {

    private static final String DOCUMENT = "openrouter/openapi.yaml";
    private static final int LARGEST = 16 * 1024 * 1024;

    private static final PublishedDocument OURS = PublishedDocument.load();

    private static JsonNode theirs = OURS.tree();

    @BeforeAll
    static void read() throws IOException {
        Optional<Path> file = file();
        Assumptions.assumeTrue(
                file.isPresent(), "no " + DOCUMENT + " in -Dfairlead.shared or beside the project: not compared");
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(file.get()));
        theirs = PublishedDocument.JSON.valueToTree(tree);
    }

    private static Optional<Path> file() {
        String named = System.getProperty("fairlead.shared");
        if (named != null) {
            return Optional.of(Path.of(named, DOCUMENT)).filter(Files::exists);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path beside = folder.resolveSibling("shared").resolve(DOCUMENT);
            if (Files.exists(folder.resolve("pom.xml")) && Files.exists(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models",
                "/models/count",
                "/models/user",
                "/model/{author}/{slug}",
                "/models/{author}/{slug}/endpoints",
                "/providers",
                "/endpoints/zdr",
                "/embeddings/models"
            })
    void aCatalogPathIsCompatible(String path) {
        // Given
        JsonNode there = theirs.path("paths").path(path).path("get");
        JsonNode here = OURS.tree().path("paths").path(path).path("get");

        // When
        List<String> faults = new ArrayList<>(parameterFaults(path, there));
        new Comparison(faults)
                .compare(
                        "200",
                        there.at("/responses/200/content/application~1json/schema"),
                        here.at("/responses/200/content/application~1json/schema"));

        // Then
        assertThat(there.isMissingNode()).isFalse();
        assertThat(here.isMissingNode()).isFalse();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/key",
                "/keys",
                "/keys/{hash}",
                "/credits",
                "/generation",
                "/presets",
                "/presets/{slug}",
                "/presets/{slug}/versions",
                "/presets/{slug}/versions/{version}"
            })
    void anAccountsPathIsCompatible(String path) {
        JsonNode there = theirs.path("paths").path(path).path("get");
        JsonNode here = OURS.tree().path("paths").path(path).path("get");
        List<String> faults = new ArrayList<>();

        new Comparison(faults)
                .compare(
                        "200",
                        there.at("/responses/200/content/application~1json/schema"),
                        here.at("/responses/200/content/application~1json/schema"));

        assertThat(faults).isEmpty();
    }

    private static List<String> parameterFaults(String path, JsonNode operation) {
        List<String> faults = new ArrayList<>();
        List<JsonNode> here = OURS.operations().stream()
                .filter(one -> one.path().equals(path) && one.method().equals("GET"))
                .flatMap(one -> OURS.parameters(one).stream())
                .toList();
        for (JsonNode wanted : operation.path("parameters")) {
            String name = wanted.path("name").asText();
            Optional<JsonNode> ours = here.stream()
                    .filter(parameter -> parameter.path("name").asText().equals(name)
                            && parameter.path("in").equals(wanted.path("in")))
                    .findFirst();
            if (ours.isEmpty()) {
                faults.add("the parameter " + name + " is missing");
            } else if (wanted.at("/schema/enum").isArray()
                    && !values(wanted.at("/schema/enum"))
                            .equals(values(ours.get().at("/schema/enum")))) {
                faults.add("the parameter " + name + " has other values");
            }
        }
        return faults;
    }

    private static Set<String> values(JsonNode list) {
        Set<String> values = new TreeSet<>();
        list.forEach(value -> values.add(value.toString()));
        return values;
    }

    /** Finds where what is valid here would not be valid there. */
    private static final class Comparison {

        /** A provider's name is free text here: operators have their own. */
        private static final Set<String> FREE_HERE = Set.of("provider_name");

        /** What is a list of words there, and a pattern that allows more of the kind here. */
        private static final Set<String> COUNTRIES = Set.of("headquarters", "datacenters");

        private final List<String> faults;
        private final Set<String> seen = new HashSet<>();

        Comparison(List<String> faults) {
            this.faults = faults;
        }

        void compare(String place, JsonNode theirSchema, JsonNode ourSchema) {
            if (!seen.add(place)) {
                return;
            }
            List<JsonNode> there = alternatives(theirSchema, Comparison::inTheirs);
            List<JsonNode> here = alternatives(ourSchema, OURS::resolved);
            compareTypes(place, there, here);
            compareEnums(place, there, here);
            for (JsonNode wanted : there) {
                Set<String> required = texts(wanted.path("required"));
                wanted.path("properties").properties().forEach(property -> {
                    String name = property.getKey();
                    Optional<JsonNode> ours = here.stream()
                            .filter(schema -> schema.path("properties").has(name))
                            .findFirst();
                    if (ours.isEmpty() && required.contains(name)) {
                        faults.add(place + '.' + name + " is required there and not here at all");
                    } else if (ours.isPresent()) {
                        if (required.contains(name)
                                && !texts(ours.get().path("required")).contains(name)) {
                            faults.add(place + '.' + name + " is required there and optional here");
                        }
                        compare(
                                place + '.' + name,
                                property.getValue(),
                                ours.get().path("properties").path(name));
                    }
                });
                JsonNode items = wanted.path("items");
                here.stream()
                        .map(schema -> schema.path("items"))
                        .filter(mine -> !items.isMissingNode() && !mine.isMissingNode())
                        .findFirst()
                        .ifPresent(mine -> compare(place + "[]", items, mine));
            }
        }

        private void compareTypes(String place, List<JsonNode> there, List<JsonNode> here) {
            Set<String> allowed = new TreeSet<>();
            there.forEach(schema -> allowed.addAll(types(schema)));
            if (allowed.contains("number")) {
                allowed.add("integer");
            }
            Set<String> possible = new TreeSet<>();
            here.forEach(schema -> possible.addAll(types(schema)));
            if (!allowed.isEmpty() && !allowed.containsAll(possible)) {
                faults.add(place + " may be " + possible + " here and only " + allowed + " there");
            }
        }

        private void compareEnums(String place, List<JsonNode> there, List<JsonNode> here) {
            String name = place.substring(place.lastIndexOf('.') + 1).replace("[]", "");
            Set<String> allowed = new TreeSet<>();
            there.forEach(schema -> allowed.addAll(values(schema.path("enum"))));
            if (allowed.isEmpty() || FREE_HERE.contains(name) || COUNTRIES.contains(name)) {
                return;
            }
            if (there.stream().anyMatch(schema -> types(schema).contains("null"))) {
                allowed.add("null");
            }
            Set<String> possible = new TreeSet<>();
            here.forEach(schema -> possible.addAll(values(schema.path("enum"))));
            if (possible.isEmpty()) {
                faults.add(place + " is one of a list there and free text here");
            } else if (!allowed.containsAll(possible)) {
                possible.removeAll(allowed);
                faults.add(place + " may be " + possible + " here, which it may not be there");
            }
        }

        private static JsonNode inTheirs(JsonNode schema) {
            JsonNode reference = schema.path("$ref");
            return reference.isTextual()
                    ? inTheirs(theirs.at(reference.textValue().substring(1)))
                    : schema;
        }

        /** The schema itself, or all that it is made of. */
        private static List<JsonNode> alternatives(JsonNode schema, Function<JsonNode, JsonNode> resolve) {
            JsonNode resolved = resolve.apply(schema);
            List<JsonNode> all = new ArrayList<>();
            all.add(resolved);
            Stream.of("allOf", "anyOf", "oneOf")
                    .forEach(kind -> resolved.path(kind).forEach(part -> all.addAll(alternatives(part, resolve))));
            return all;
        }

        private static Set<String> types(JsonNode schema) {
            JsonNode type = schema.path("type");
            return type.isTextual() ? Set.of(type.textValue()) : texts(type);
        }

        private static Set<String> texts(JsonNode list) {
            Set<String> texts = new TreeSet<>();
            list.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }
}
