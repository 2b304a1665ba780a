package dev.fairlead.router.decision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Words and phrases that speak for a task, from a file of ours. A prompt scores a point for each that it uses; one that
 * speaks for several tasks is shared between them. Immutable and thread-safe.
 */
final class Vocabulary {

    private static final String HEADING = "== ";
    private static final int LONGEST_PHRASE = 4;
    private static final int SHORTEST_STEM = 3;
    private static final int LONGEST_STEM = 16;

    private final Map<String, Set<Task>> phrases = new HashMap<>();
    private final Map<String, Set<Task>> stems = new HashMap<>();

    private Vocabulary() {}

    /**
     * Reads it from a resource beside this class.
     *
     * @throws IllegalStateException if it is not there, or names a task that does not exist
     */
    static Vocabulary read(String resource) {
        Vocabulary vocabulary = new Vocabulary();
        try (InputStream in = Vocabulary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            vocabulary.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vocabulary;
    }

    private void read(BufferedReader lines) throws IOException {
        Task task = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(HEADING)) {
                task = Task.of(line.substring(HEADING.length()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                if (task == null) {
                    throw new IllegalStateException("a vocabulary of no task");
                }
                for (String entry : line.split(",", -1)) {
                    add(entry.strip(), task);
                }
            }
        }
    }

    private void add(String entry, Task task) {
        boolean stem = entry.endsWith("*");
        String phrase = String.join(" ", Words.of(entry));
        if (!phrase.isEmpty() && !phrase.equals(Words.NUMBER)) {
            (stem ? stems : phrases)
                    .computeIfAbsent(phrase, p -> EnumSet.noneOf(Task.class))
                    .add(task);
        }
    }

    /** The points of each task that has any. */
    Map<Task, Float> points(List<String> words, Noise noise) {
        Map<Task, Float> points = new EnumMap<>(Task.class);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (seen.add(word)) {
                score(phrases.get(word), points, noise);
                int longest = Math.min(word.length(), LONGEST_STEM);
                for (int end = SHORTEST_STEM; end <= longest; end++) {
                    score(stems.get(word.substring(0, end)), points, noise);
                }
            }
            StringBuilder phrase = new StringBuilder(word);
            int last = Math.min(words.size(), i + LONGEST_PHRASE);
            for (int j = i + 1; j < last; j++) {
                String longer = phrase.append(' ').append(words.get(j)).toString();
                if (seen.add(longer)) {
                    score(phrases.get(longer), points, noise);
                }
            }
        }
        return points;
    }

    private static void score(@Nullable Set<Task> tasks, Map<Task, Float> points, Noise noise) {
        if (tasks != null && !noise.hidesEntry()) {
            for (Task task : tasks) {
                points.merge(task, 1f / tasks.size(), Float::sum);
            }
        }
    }
}
