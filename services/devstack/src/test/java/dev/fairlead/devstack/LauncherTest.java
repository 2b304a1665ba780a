package dev.fairlead.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LauncherTest {

    // Six services, PostgreSQL's postmaster and at least its five workers, Redis.
    private static final int LEAST_PROCESSES = 13;

    @TempDir
    Path folder;

    private Ports ports = Ports.free();
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void chooseAPlace() {
        ports = Ports.free();
        environment = Launcher.environment(ports, folder.resolve("data"));
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129", "KILL, 137"})
    void noChildOutlivesALauncherThatGetsASignal(String signal, int exitCode) throws Exception {
        // Given
        try (Launcher launcher = Launcher.start(folder, environment)) {
            launcher.awaitRunning();
            List<ProcessHandle> children = launcher.descendants();
            assertThat(children).hasSizeGreaterThanOrEqualTo(LEAST_PROCESSES);

            // When
            launcher.signal(signal);

            // Then
            assertThat(launcher.awaitExitCode()).isEqualTo(exitCode);
            awaitEnd(children);
        }
    }

    @Test
    void ctrlCEndsEverythingWhileTheStartStillWaits() throws Exception {
        // Given
        try (Launcher launcher = Launcher.start(folder, with(FakeService.AILS, "billing"))) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(launcher.output()).contains("waiting for billing (HTTP 503"));
            List<ProcessHandle> children = launcher.descendants();

            // When
            launcher.signal("INT");

            // Then
            assertThat(launcher.awaitExitCode()).isEqualTo(130);
            awaitEnd(children);
            assertThat(launcher.output()).contains("Stopped").doesNotContain("Exception", "devstack: ");
        }
    }

    @Test
    void aChildThatDiesEndsEverythingAndIsNamedWithTheEndOfItsLog() throws Exception {
        // Given
        try (Launcher launcher = Launcher.start(folder, environment)) {
            launcher.awaitRunning();
            List<ProcessHandle> children = launcher.descendants();
            ProcessHandle router = child(children, "/services/router/");

            // When
            router.destroyForcibly();

            // Then
            assertThat(launcher.awaitExitCode()).isEqualTo(1);
            awaitEnd(children);
            assertThat(launcher.output())
                    .contains("devstack: router (process " + router.pid() + ") ended with exit code 137")
                    .contains("logs/router.log")
                    .contains("  | fake router begins")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aChildThatCannotStartEndsEverything() throws Exception {
        // Given
        Map<String, String> dying = with(FakeService.DIES, "cache");

        // When
        try (Launcher launcher = Launcher.start(folder, dying)) {
            int exitCode = launcher.awaitExitCode();

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(launcher.output())
                    .containsPattern("devstack: cache \\(process \\d+\\) ended with exit code 3")
                    .contains("  | fake cache gives up")
                    .doesNotContain("Exception", "Fairlead runs");
            assertThat(Ports.isFree(ports.port(Part.POSTGRES))).isTrue();
            assertThat(Ports.isFree(ports.port(Part.REDIS))).isTrue();
        }
    }

    @Test
    void aSecondStartFindsItsDataEvenAfterAHardEnd() throws Exception {
        // Given
        try (Launcher first = Launcher.start(folder, environment)) {
            first.awaitRunning();
            sql("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')");
            assertThat(redis("SET kept here")).isEqualTo("+OK");
            first.signal("KILL");
            first.awaitExitCode();
        }

        // When
        try (Launcher second = Launcher.start(folder, environment)) {
            second.awaitRunning();

            // Then
            assertThat(query("SELECT word FROM kept")).isEqualTo("still here");
            assertThat(redis("GET kept")).isEqualTo("$4");
        }
    }

    @Test
    void twoLaunchersDoNotShareADataDirectory() throws Exception {
        // Given
        try (Launcher first = Launcher.start(folder, environment)) {
            first.awaitRunning();

            // When
            try (Launcher second = Launcher.start(folder, environment)) {
                int exitCode = second.awaitExitCode();

                // Then
                assertThat(exitCode).isEqualTo(1);
                assertThat(second.output())
                        .contains("another devstack (process ")
                        .contains(DataDirectory.VARIABLE)
                        .doesNotContain("Exception");
            }
        }
    }

    @Test
    void aTakenPortIsNamedWithItsOwnerAndItsVariable() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0);
                Launcher launcher = Launcher.start(
                        folder, with(Part.EDGE.portVariable(), Integer.toString(taken.getLocalPort())))) {
            // When
            int exitCode = launcher.awaitExitCode();

            // Then
            assertThat(exitCode).isEqualTo(1);
            assertThat(launcher.output())
                    .contains("port " + taken.getLocalPort() + " (edge) is taken by process "
                            + ProcessHandle.current().pid())
                    .contains("FAIRLEAD_EDGE_PORT")
                    .contains(Ports.OFFSET_VARIABLE)
                    .doesNotContain("Exception");
            assertThat(Files.exists(folder.resolve("data/postgres"))).isFalse();
        }
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return changed;
    }

    private static ProcessHandle child(List<ProcessHandle> children, String argument) {
        return children.stream()
                .filter(child -> child.info().commandLine().orElse("").contains(argument))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitEnd(List<ProcessHandle> children) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(children).noneMatch(LauncherTest::runs));
    }

    /** A process that has ended but that nobody has asked about yet (a zombie) does not run. */
    private static boolean runs(ProcessHandle process) {
        try {
            return process.isAlive()
                    && !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                            .contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = billing();
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private String query(String query) throws SQLException {
        try (Connection connection = billing();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private Connection billing() throws SQLException {
        PostgresAddress address = Addresses.of(Map.of(), ports, false).postgres();
        return DriverManager.getConnection(address.jdbcUrl("billing"), address.user(), address.password());
    }

    private String redis(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.port(Part.REDIS))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
