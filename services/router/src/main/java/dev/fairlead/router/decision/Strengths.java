package dev.fairlead.router.decision;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.catalog.names.Wildcard;
import dev.fairlead.platform.json.FairleadJson;

/**
 * Which models are how good at which task: for each task, names and wildcards of models with a strength from 1 to 3, in
 * an order that decides among equals. Ours are in a file that operators can replace task by task. Immutable.
 */
final class Strengths {

    private static final String OURS = "strengths.json";
    private static final int LEAST = 1;
    private static final int MOST = 3;

    private final Map<Task, List<Entry>> entries;

    private Strengths(Map<Task, List<Entry>> entries) {
        this.entries = entries;
    }

    /**
     * Some models at one task.
     *
     * @param models a name or wildcard
     * @param strength 1 to 3
     */
    record Entry(Wildcard models, int strength) {}

    /** Those that come with the router. */
    static Strengths ours() {
        try (InputStream in = Strengths.class.getResourceAsStream(OURS)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + OURS);
            }
            return new Strengths(read(FairleadJson.mapper().readTree(in), OURS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These, with what an operator's file says in place of ours for each task that it has.
     *
     * @throws IllegalArgumentException if it is not there or not of that form; names the place
     */
    Strengths replacedBy(Path file) {
        Map<Task, List<Entry>> all = new EnumMap<>(entries);
        try {
            all.putAll(read(FairleadJson.mapper().readTree(Files.readAllBytes(file)), file.toString()));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        return new Strengths(all);
    }

    /** The models that are good at a task, the best first. */
    List<Entry> at(Task task) {
        return entries.getOrDefault(task, List.of());
    }

    private static Map<Task, List<Entry>> read(JsonNode json, String file) {
        Map<Task, List<Entry>> all = new EnumMap<>(Task.class);
        if (!json.isObject()) {
            throw wrong(file, "is not a JSON object");
        }
        json.properties().forEach(property -> {
            Task task = Task.of(property.getKey());
            if (task == null) {
                throw wrong(file, property.getKey() + " is not a task");
            }
            all.put(task, entries(property.getValue(), file, property.getKey()));
        });
        return all;
    }

    private static List<Entry> entries(JsonNode byStrength, String file, String task) {
        if (!byStrength.isObject()) {
            throw wrong(file, task + " has to be an object");
        }
        List<Entry> entries = new ArrayList<>();
        byStrength.properties().forEach(property -> {
            int strength = strength(property.getKey());
            if (strength == 0 || !property.getValue().isArray()) {
                throw wrong(file, task + " has to map strengths from 1 to 3 to arrays of names and wildcards");
            }
            property.getValue().forEach(name -> entries.add(new Entry(Wildcard.of(name.asText()), strength)));
        });
        // The order within a strength stays.
        entries.sort(Comparator.comparingInt(Entry::strength).reversed());
        return List.copyOf(entries);
    }

    /** 0 if it is none. */
    private static int strength(String text) {
        int strength = text.length() == 1 ? Character.digit(text.charAt(0), 10) : 0;
        return strength >= LEAST && strength <= MOST ? strength : 0;
    }

    private static IllegalArgumentException wrong(String file, String detail) {
        return new IllegalArgumentException(file + ": " + detail);
    }
}
