package dev.fairlead.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@link Main} in a JVM of its own, in a project whose services are fakes but whose PostgreSQL and Redis are real. */
final class Launcher implements AutoCloseable {

    private static final String RUNS = "Fairlead runs";
    private static final long PATIENCE_SECONDS = 60;

    private static boolean projectIsFresh;

    private final Process process;
    private final Path output;

    private Launcher(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The ports of a stack, as the environment tells them to a launcher. */
    static Map<String, String> environment(Ports ports, Path data) {
        Map<String, String> environment = new HashMap<>(Map.of(DataDirectory.VARIABLE, data.toString()));
        for (Part part : Part.values()) {
            environment.put(part.portVariable(), Integer.toString(ports.port(part)));
            if (ports.secondPort(part) > 0) {
                environment.put(part.secondPortVariable(), Integer.toString(ports.secondPort(part)));
            }
        }
        return environment;
    }

    static Launcher start(Path folder, Map<String, String> environment) throws IOException {
        Path project = project();
        Path output = Files.createTempFile(folder, "launcher", ".out");
        List<String> command = new ArrayList<>(List.of(
                // A test run in the background of a script would hand on that some signals are to be ignored.
                "env",
                "--default-signal=INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--without",
                "keycloak,viewer"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Launcher(builder.start(), output);
    }

    /**
     * A folder that looks like this project after its build. PostgreSQL and Redis are unpacked into it once, and the
     * services' start caches stay usable.
     */
    static synchronized Path project() throws IOException {
        Path project = Path.of("target", "test-project").toAbsolutePath();
        if (projectIsFresh) {
            return project;
        }
        Files.createDirectories(project.resolve("services/devstack"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        for (Part part : Part.values()) {
            if (part.isService()) {
                Path app = project.resolve("services/" + part.label() + "/target/quarkus-app");
                Files.createDirectories(app);
                writeJar(app.resolve("quarkus-run.jar"));
            }
        }
        projectIsFresh = true;
        return project;
    }

    private static void writeJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        String entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream in = FakeService.class.getResourceAsStream("FakeService.class")) {
            assertThat(in).isNotNull();
            jar.putNextEntry(new JarEntry(entry));
            in.transferTo(jar);
            jar.closeEntry();
        }
    }

    void awaitRunning() {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(output()).contains(RUNS));
    }

    /** All processes that the launcher has started, and what these have. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    int awaitExitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }

    /** Ends the launcher in good order, whatever the test has left of it. */
    @Override
    public void close() {
        process.destroy();
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> !process.isAlive());
    }
}
