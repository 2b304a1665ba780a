package dev.fairlead.e2e.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs in {@code e2e-tests/node}, with their dependencies installed beside a copy of them under {@code target}. */
final class NodeProject {

    private static final Path SOURCE = Path.of("node");
    private static final String LOCK = "package-lock.json";
    private static final String INSTALLED = "node_modules/.package-lock.json";
    private static final int PATIENCE_SECONDS = 180;

    private final Path home;

    private NodeProject(Path home) {
        this.home = home;
    }

    /** Installs what the lock file names, unless that has been done. */
    static NodeProject installed() throws IOException, InterruptedException {
        Path home = Path.of("target", "node").toAbsolutePath();
        boolean current =
                Files.exists(home.resolve(INSTALLED)) && Files.mismatch(SOURCE.resolve(LOCK), home.resolve(LOCK)) == -1;
        Files.createDirectories(home);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        NodeProject project = new NodeProject(home);
        if (!current) {
            project.command(Map.of(), "npm", "ci", "--ignore-scripts");
        }
        return project;
    }

    /** What a program of the project prints. */
    String run(Map<String, String> environment, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        return command(environment, command.toArray(String[]::new));
    }

    private String command(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = home.resolve(Path.of(command[0]).getFileName() + ".out");
        Path errors = home.resolve(Path.of(command[0]).getFileName() + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + (ended ? " failed: " : " takes too long: ") + Files.readString(errors));
        }
        return Files.readString(output);
    }
}
