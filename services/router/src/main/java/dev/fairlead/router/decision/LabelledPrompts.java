package dev.fairlead.router.decision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Prompts of which is known what they are about. A line {@code == task} says what those below are; each line is one, in
 * which {@code \n} stands for the end of a line.
 */
final class LabelledPrompts {

    private static final String HEADING = "== ";

    private LabelledPrompts() {}

    /** One of them. */
    record Labelled(Task task, String prompt) {}

    /**
     * Reads them from a resource beside this class.
     *
     * @throws IllegalStateException if it is not there, or not of that form
     */
    static List<Labelled> read(String resource) {
        try (InputStream in = LabelledPrompts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + resource);
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Labelled> read(BufferedReader lines, String resource) throws IOException {
        List<Labelled> prompts = new ArrayList<>();
        Task task = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(HEADING)) {
                task = heading(line.substring(HEADING.length()), resource);
            } else if (!line.isBlank()) {
                prompts.add(new Labelled(requireTask(task, resource), line.replace("\\n", "\n")));
            }
        }
        return prompts;
    }

    private static Task heading(String id, String resource) {
        return requireTask(Task.of(id), resource + ": " + id);
    }

    private static Task requireTask(@Nullable Task task, String where) {
        if (task == null) {
            throw new IllegalStateException("no task: " + where);
        }
        return task;
    }
}
