package dev.fairlead.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.fairlead.devstack.parts.StartCacheTraining;
import dev.fairlead.devstack.process.Children;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StartCacheTrainingTest {

    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx64m");

    @Test
    void aCacheIsMadeOnceAndTheServiceStartsWithIt(@TempDir Path folder) throws Exception {
        // Given
        Path project = Launcher.project();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        DataDirectory data = new DataDirectory(folder);
        try (Children children = new Children(child -> {})) {
            StartCacheTraining training = new StartCacheTraining(project, java.toString(), data, children);

            // When
            boolean first = training.train(Part.CACHE, JVM, System.getenv());
            boolean second = training.train(Part.CACHE, JVM, System.getenv());

            // Then
            assertThat(first).isTrue();
            assertThat(second).isFalse();
            assertThat(project.resolve("services/cache/target/start-cache/cache.aot"))
                    .isNotEmptyFile();
            assertThat(children.running()).isEmpty();
        }
        try (Stack stack = Stack.builder()
                .repository(project)
                .environment(System.getenv())
                .dataDirectory(folder.resolve("data"))
                .ports(Ports.free())
                .jvm(Part.CACHE, "-Xmx64m")
                .settings(Part.CACHE, Map.of("FAIRLEAD_TRACES_RATIO", "0"))
                .without(Part.POSTGRES, Part.REDIS, Part.KEYCLOAK, Part.VIEWER)
                .without(Part.SIMULATOR, Part.CATALOG, Part.ROUTER, Part.BILLING, Part.EDGE)
                .start()) {
            // Other arguments want another cache: this one is left alone.
            assertThat(Files.readString(
                            Path.of("/proc/" + stack.part(Part.CACHE).pid() + "/cmdline")))
                    .doesNotContain("-XX:AOTCache=");
        }
    }
}
