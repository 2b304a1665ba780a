package dev.fairlead.e2e.nativeimage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.e2e.architecture.Services;
import dev.fairlead.e2e.suite.Json;

/**
 * What the native augmentation of a service has left for the compiler.
 *
 * @param service whose
 * @param arguments of the compiler
 * @param reflective the classes that stay open to reflection
 * @param resources patterns of the resources that stay readable by name
 * @param entries the names of everything in the runner
 */
record NativeSources(
        String service, String arguments, Set<String> reflective, List<Pattern> resources, Set<String> entries) {

    private static final String CONFIGURATION = "META-INF/native-image/";

    /**
     * Reads it.
     *
     * @throws AssertionError if it is not there
     */
    static NativeSources of(String service) throws IOException {
        Path folder = Services.folder(service).resolve("target/native-sources");
        Path arguments = folder.resolve("native-image.args");
        if (!Files.exists(arguments)) {
            throw new AssertionError(
                    service + " has no native sources (no " + arguments + "): run `make native-check`");
        }
        try (JarFile runner = new JarFile(runner(folder).toFile())) {
            Set<String> reflective = new HashSet<>();
            Json.read(text(runner, CONFIGURATION + "reflect-config.json"))
                    .forEach(entry -> reflective.add(entry.path("name").asText()));
            JsonNode includes = Json.read(text(runner, CONFIGURATION + "resource-config.json"))
                    .at("/resources/includes");
            Set<String> entries = new TreeSet<>();
            runner.stream().map(ZipEntry::getName).forEach(entries::add);
            return new NativeSources(
                    service,
                    Files.readString(arguments),
                    reflective,
                    includes.findValuesAsText("pattern").stream()
                            .map(Pattern::compile)
                            .toList(),
                    entries);
        }
    }

    private static Path runner(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no runner jar in " + folder));
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        if (entry == null) {
            throw new AssertionError(jar.getName() + " has no " + name);
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether a resource is both there and readable by name. */
    boolean keeps(String resource) {
        return entries.contains(resource)
                && resources.stream()
                        .anyMatch(pattern -> pattern.matcher(resource).matches());
    }
}
