package dev.fairlead.devstack.console;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.Stack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private void passes(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void progressSaysWhatIsHealthyAndWhatIsWaitedForAndHowLong() {
        // Given
        InstantSource clock = now::get;
        try (ConsoleProgress progress = new ConsoleProgress(out, clock)) {
            progress.begins("redis");
            progress.begins("keycloak");
            passes(Duration.ofMillis(1500));
            progress.waits("keycloak", "HTTP 503");

            // When
            progress.ready("redis", "redis://127.0.0.1:1");
            passes(Duration.ofSeconds(5));
            progress.sayWaiting();

            // Then
            assertThat(printed().lines())
                    .containsExactly(
                            "   1.5 s  redis      healthy after 1.5 s    redis://127.0.0.1:1",
                            "   6.5 s  waiting for keycloak (HTTP 503, 6.5 s)");
        }
    }

    @Test
    void theSummaryHoldsACallToPasteAndWhereEverythingIs(@TempDir Path folder) {
        // Given
        Stack stack = Stack.builder()
                .environment(Map.of())
                .repository(folder)
                .dataDirectory(folder)
                .ports(Ports.of(Map.of("FAIRLEAD_EDGE_PORT", "8999")))
                .build();

        // When
        String summary = Summary.of(stack, Duration.ofMillis(12_340));

        // Then
        assertThat(summary)
                .contains("started in 12.3 s")
                .contains("curl -N http://127.0.0.1:8999/api/v1/chat/completions")
                .contains("\"model\":\"simulator/sim-chat\",\"stream\":true")
                .contains("alice (operator, admin)")
                .contains(folder.resolve("logs").toString())
                .doesNotContain("Traces");
        assertThat(stack.parts()).doesNotContain(Part.VIEWER);
        stack.close();
    }
}
