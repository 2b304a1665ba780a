package dev.fairlead.edge.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.platform.json.FairleadJson;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The OpenAPI document of all that callers can ask of the edge, whichever service answers it.
 *
 * <p>It is written in parts, one for each area, which are joined here: maps member by member, anything else only if it is
 * said once.
 */
public final class ApiDocument {

    private static final List<String> PARTS = List.of(
            "base.yaml",
            "chat.yaml",
            "explain.yaml",
            "models.yaml",
            "account.yaml",
            "presets.yaml",
            "routing.yaml",
            "catalog.yaml",
            "operators.yaml");
    private static final int LINE_WIDTH = 120;

    private final Map<String, Object> tree;

    private ApiDocument(Map<String, Object> tree) {
        this.tree = tree;
    }

    /** Reads and joins the parts. */
    public static ApiDocument load() {
        Map<String, Object> joined = new LinkedHashMap<>();
        for (String part : PARTS) {
            join(joined, read(part), "");
        }
        return new ApiDocument(joined);
    }

    /** The document as JSON. */
    public byte[] json() {
        try {
            return FairleadJson.mapper().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document as YAML, without the anchors that its parts are written with. */
    public byte[] yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        options.setWidth(LINE_WIDTH);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
        return yaml.dump(tree).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<?, ?> read(String part) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (InputStream in = ApiDocument.class.getResourceAsStream("api/" + part)) {
            if (in == null) {
                throw new IllegalStateException("the part " + part + " of the API document is missing");
            }
            return new Yaml(new SafeConstructor(options)).load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static void join(Map<String, Object> into, Map<?, ?> part, String place) {
        part.forEach((key, value) -> {
            String name = (String) key;
            String here = place + '/' + name;
            Object there = into.get(name);
            if (there == null) {
                into.put(name, value instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : value);
            } else if (there instanceof Map<?, ?> && value instanceof Map<?, ?> more) {
                join((Map<String, Object>) there, more, here);
            } else {
                throw new IllegalStateException("two parts of the API document define " + here);
            }
        });
    }
}
