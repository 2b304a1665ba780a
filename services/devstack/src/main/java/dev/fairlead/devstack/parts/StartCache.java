package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.StackException;

/**
 * A service's ahead-of-time cache: the JVM's classes as an earlier run has loaded and linked them. A start with it takes
 * a third of the processor time.
 *
 * <p>The JVM drops a cache that does not fit the jars, the JVM or its arguments without a word and starts slowly. So a
 * cache carries a note of what it was made from.
 */
final class StartCache {

    private static final String FOLDER = "start-cache";
    private static final String MADE_FROM = ".made-from";

    private final Path file;
    private final Path application;
    private final List<String> jvmArguments;

    StartCache(Path repository, Part part, List<String> jvmArguments) {
        Path target = repository.resolve("services/" + part.label() + "/target");
        this.file = target.resolve(FOLDER).resolve(part.label() + ".aot");
        this.application = target.resolve("quarkus-app");
        this.jvmArguments = List.copyOf(jvmArguments);
    }

    /** Whether there is a cache and it was made from what is there now. */
    boolean isUsable() {
        try {
            return Files.exists(file) && Files.readString(note()).equals(fingerprint());
        } catch (IOException e) {
            return false;
        }
    }

    /** The JVM's argument for a start with this cache. */
    String use() {
        return "-XX:AOTCache=" + file;
    }

    /** The JVM's argument for a run that makes this cache when it ends. */
    String make() {
        return "-XX:AOTCacheOutput=" + partial();
    }

    /** Makes room for a run that makes this cache; what there was is gone. */
    void begin() throws IOException {
        Path folder = application.resolveSibling(FOLDER);
        Unpacked.deleteTree(folder);
        Files.createDirectories(folder);
    }

    /**
     * Takes what such a run has made into use.
     *
     * @throws StackException if it has made nothing
     */
    void complete() throws IOException {
        if (!Files.exists(partial())) {
            throw new StackException("the JVM has written no cache");
        }
        Files.move(partial(), file, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(note(), fingerprint());
    }

    Path partial() {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private Path note() {
        return file.resolveSibling(file.getFileName() + MADE_FROM);
    }

    private String fingerprint() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(application)) {
            jars = files.filter(Files::isRegularFile).sorted().toList();
        }
        StringBuilder text = new StringBuilder(System.getProperty("java.vm.version"))
                .append(jvmArguments.stream().collect(Collectors.joining(" ", "\n", "\n")));
        for (Path jar : jars) {
            text.append(application.relativize(jar))
                    .append(' ')
                    .append(Files.size(jar))
                    .append(' ')
                    .append(Files.getLastModifiedTime(jar).toMillis())
                    .append('\n');
        }
        return text.toString();
    }
}
