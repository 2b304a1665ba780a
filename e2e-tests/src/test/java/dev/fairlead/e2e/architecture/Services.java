package dev.fairlead.e2e.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules under {@code services/}, as the build left them. */
public final class Services {

    /** What services may share. */
    public static final List<String> SHARED = List.of("contracts", "platform");

    private static final Path ROOT = Path.of("..", "services").toAbsolutePath().normalize();

    private Services() {}

    /** The names of all modules. */
    public static List<String> all() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the modules that run as processes: all but the shared ones and the launcher. */
    public static List<String> running() {
        return all().stream()
                .filter(name -> !SHARED.contains(name) && !name.equals("devstack"))
                .toList();
    }

    /** The folder of a module. */
    public static Path folder(String name) {
        return ROOT.resolve(name);
    }

    /**
     * The compiled classes of a module.
     *
     * @throws AssertionError if it has not been built
     */
    public static Path classes(String name) {
        Path classes = folder(name).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new AssertionError(name + " is not compiled (no " + classes + "): run `make build`");
        }
        return classes;
    }
}
