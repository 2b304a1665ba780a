package dev.fairlead.devstack;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.devstack.process.ChildCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingsTest {

    @Test
    void portsAreTheWellKnownOnes() {
        Ports ports = Ports.of(Map.of());

        assertThat(ports.port(Part.EDGE)).isEqualTo(8080);
        assertThat(ports.secondPort(Part.EDGE)).isEqualTo(9080);
        assertThat(ports.port(Part.REDIS)).isEqualTo(63790);
        assertThat(ports.secondPort(Part.REDIS)).isZero();
        assertThat(ports.secondPort(Part.VIEWER)).isEqualTo(54317);
    }

    @Test
    void anOffsetMovesEveryPortButThoseThatAreNamed() {
        Ports ports = Ports.of(Map.of("FAIRLEAD_PORT_OFFSET", "100", "FAIRLEAD_BILLING_PORT", "7000"));

        assertThat(ports.port(Part.EDGE)).isEqualTo(8180);
        assertThat(ports.secondPort(Part.BILLING)).isEqualTo(9184);
        assertThat(ports.port(Part.BILLING)).isEqualTo(7000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eighty", "0", "65536", "-1"})
    void aPortThatIsNoneIsRefusedWithItsVariable(String value) {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> Ports.of(Map.of("FAIRLEAD_EDGE_PORT", value)))
                .withMessageContaining("FAIRLEAD_EDGE_PORT=" + value);
    }

    @Test
    void anOffsetThatLeavesNoPortIsRefused() {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> Ports.of(Map.of("FAIRLEAD_PORT_OFFSET", "5000")))
                .withMessageContaining("FAIRLEAD_PORT_OFFSET");
    }

    @Test
    void freePortsAreFreeAndNeverTheSameTwice() {
        Ports one = Ports.free();
        Ports other = Ports.free();

        assertThat(Ports.isFree(one.port(Part.EDGE))).isTrue();
        assertThat(one.port(Part.EDGE)).isNotEqualTo(other.port(Part.EDGE));
    }

    @Test
    void twoPartsOnOnePortAreRefused() {
        Ports ports = Ports.of(Map.of("FAIRLEAD_EDGE_PORT", "31999", "FAIRLEAD_CACHE_PORT", "31999"));

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> PortCheck.check(List.of(Part.EDGE, Part.CACHE), ports))
                .withMessageContaining("port 31999 is meant for edge and for cache");
    }

    @Test
    void aPortThatAServerHasIsNotFree() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            assertThat(Ports.isFree(server.getLocalPort())).isFalse();
        }
    }

    @Test
    void addressesInTheEnvironmentReplaceTheOwnParts() {
        Map<String, String> environment = Map.of(
                "REDIS_URL", "redis://cache.example:6379",
                "POSTGRES_URL", "postgresql://me:secret@db.example:5555",
                "KEYCLOAK_URL", "https://login.example",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4317");

        Addresses addresses = Addresses.of(environment, Ports.of(Map.of()), false);

        assertThat(addresses.redisUrl()).isEqualTo("redis://cache.example:6379");
        assertThat(addresses.postgres()).isEqualTo(new PostgresAddress("db.example", 5555, "me", "secret"));
        assertThat(addresses.keycloakUrl()).isEqualTo("https://login.example");
        assertThat(addresses.otlpEndpoint()).contains("http://collector.example:4317");
        assertThat(Stack.builder().environment(environment).ownParts())
                .doesNotContain(Part.REDIS, Part.POSTGRES, Part.KEYCLOAK, Part.VIEWER)
                .contains(Part.EDGE, Part.SIMULATOR);
    }

    @Test
    void withoutViewerNobodyReceivesTraces() {
        Addresses addresses = Addresses.of(Map.of(), Ports.of(Map.of()), false);

        assertThat(addresses.otlpEndpoint()).isEmpty();
        assertThat(addresses.redisUrl()).isEqualTo("redis://127.0.0.1:63790");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"db.example:5432", "http://me:hush@db", "postgresql://db.example", "postgresql://me:hush^@db:x"})
    void aPostgresUrlOfAnotherFormIsRefusedWithoutTellingThePassword(String url) {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> PostgresAddress.parse(url))
                .withMessageContaining("POSTGRES_URL")
                .withMessageContaining("postgresql://user:password@host:port")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }

    @Test
    void aPostgresAddressDoesNotPrintItsPassword() {
        assertThat(new PostgresAddress("db", 1, "me", "hush")).hasToString("postgresql://me@db:1");
    }

    @Test
    void onlyTheEdgeSeesTheUsersProviderKeys() {
        ChildEnvironment environment = new ChildEnvironment(Map.of(
                "OPENAI_API_KEY", "sk-users",
                "PATH", "/bin",
                "QUARKUS_LOG_LEVEL", "DEBUG",
                "FAIRLEAD_EDGE_REQUESTS_KEEP_ALIVE", "1s",
                "FAIRLEAD_EDGE_PORT", "1",
                "FAIRLEAD_EDGE_EXECUTABLE", "/opt/edge",
                "FAIRLEAD_PORT_OFFSET", "100"));

        assertThat(environment.of(Part.EDGE))
                .containsOnlyKeys("OPENAI_API_KEY", "PATH", "QUARKUS_LOG_LEVEL", "FAIRLEAD_EDGE_REQUESTS_KEEP_ALIVE");
        assertThat(environment.of(Part.BILLING))
                .containsOnlyKeys("PATH", "QUARKUS_LOG_LEVEL", "FAIRLEAD_EDGE_REQUESTS_KEEP_ALIVE");
    }

    @Test
    void anExecutableOfTheEnvironmentRunsInsteadOfTheJar(@TempDir Path folder) throws Exception {
        Path edge = Files.createFile(
                folder.resolve("edge"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        StackBuilder builder = Stack.builder()
                .repository(folder)
                .environment(Map.of("FAIRLEAD_EDGE_EXECUTABLE", "edge"))
                .dataDirectory(folder.resolve("data"))
                .ports(Ports.free());
        Stack stack = builder.build();

        ChildCommand command = builder.recipe(Part.EDGE, "edge", stack.data(), stack.addresses())
                .prepare(chore -> {});

        assertThat(command.command()).containsExactly(edge.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "."})
    void anExecutableThatIsNoneIsRefusedWithItsVariable(String value, @TempDir Path folder) {
        StackBuilder builder = Stack.builder()
                .repository(folder)
                .environment(Map.of("FAIRLEAD_EDGE_EXECUTABLE", value))
                .dataDirectory(folder.resolve("data"));

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(builder::build)
                .withMessageContaining("FAIRLEAD_EDGE_EXECUTABLE=" + value);
    }

    @Test
    void theCommandLineLeavesPartsOut() {
        Options options = Options.parse(List.of("--without", "keycloak,viewer"));

        assertThat(options).isEqualTo(new Options(Options.Command.RUN, Set.of(Part.KEYCLOAK, Part.VIEWER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--without keycloack", "--without", "--wihout viewer"})
    void aMistypedCommandLineIsRefused(String line) {
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> Options.parse(List.of(line.split(" "))))
                .withMessageMatching(".*(parts are|--help).*");
    }

    @Test
    void aDataDirectoryHasOneOwnerAtATime(@TempDir Path folder) {
        DataDirectory first = new DataDirectory(folder);
        DataDirectory second = new DataDirectory(folder);
        first.lock();

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(second::lock)
                .withMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(second.owner()).contains(ProcessHandle.current());

        first.close();
        second.lock();
        second.close();
        assertThat(second.owner()).isEmpty();
    }

    @Test
    void aPostgresThatIsNotThereIsNamedWithItsVariable(@TempDir Path folder) {
        String nobody = "postgresql://me:hush@127.0.0.1:" + Ports.freePort();
        StackBuilder builder = Stack.builder()
                .repository(folder)
                .environment(Map.of("POSTGRES_URL", nobody))
                .without(Part.REDIS, Part.KEYCLOAK, Part.VIEWER)
                .dataDirectory(folder.resolve("data"))
                .ports(Ports.free());

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(builder::start)
                .withMessageContaining("correct POSTGRES_URL")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
    }
}
