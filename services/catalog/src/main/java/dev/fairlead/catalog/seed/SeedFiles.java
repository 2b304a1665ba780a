package dev.fairlead.catalog.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The catalog files on the class path. */
public final class SeedFiles {

    private static final String DIRECTORY = "catalog/";

    /** Names all files, one a line: a class path cannot be listed in a jar and a native executable alike. */
    private static final String INDEX = "index.txt";

    private SeedFiles() {}

    /** All of them. */
    public static List<SeedFile> onClassPath() {
        return text(INDEX)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(name -> new SeedFile(name, text(name)))
                .toList();
    }

    private static String text(String name) {
        try (InputStream in = SeedFiles.class.getClassLoader().getResourceAsStream(DIRECTORY + name)) {
            if (in == null) {
                throw new IllegalStateException("the catalog file '" + name + "' is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
