package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.Stack;
import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.parts.ServicePart.Program;
import dev.fairlead.devstack.process.ChildCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartsTest {

    private static final Path OWN = Path.of("/data/edge");

    private static Map<String, String> settings(Part part, Map<String, String> environment) {
        return ServiceEnvironment.of(part, addresses(environment), OWN);
    }

    private static Addresses addresses(Map<String, String> environment) {
        return Stack.builder()
                .environment(environment)
                .repository(Path.of("/nowhere"))
                .ports(Ports.of(Map.of("FAIRLEAD_PORT_OFFSET", "10")))
                .build()
                .addresses();
    }

    @Test
    void everyServiceIsToldItsPortsAndTheSharedAddresses() {
        assertThat(settings(Part.ROUTER, Map.of()))
                .containsEntry("FAIRLEAD_PORT", "8092")
                .containsEntry("FAIRLEAD_MANAGEMENT_PORT", "9092")
                .containsEntry("REDIS_URL", "redis://127.0.0.1:63800")
                .containsEntry("KEYCLOAK_URL", "http://127.0.0.1:8190")
                .containsEntry("FAIRLEAD_TOKEN_ISSUER", "http://127.0.0.1:8190/realms/fairlead")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1");
    }

    @Test
    void tracesAreOffWhereNobodyReceivesThem() {
        assertThat(settings(Part.EDGE, Map.of()))
                .containsEntry("FAIRLEAD_TRACES_DISABLED", "true")
                .doesNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
        assertThat(settings(Part.EDGE, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317")))
                .containsEntry("FAIRLEAD_TRACES_DISABLED", "false")
                .containsEntry("FAIRLEAD_TRACES_RATIO", "1")
                .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317");
    }

    @Test
    void anotherKeycloakSaysItselfWhoIssuesItsTokens() {
        assertThat(settings(Part.BILLING, Map.of("KEYCLOAK_URL", "https://login.example")))
                .containsEntry("KEYCLOAK_URL", "https://login.example")
                .doesNotContainKey("FAIRLEAD_TOKEN_ISSUER");
    }

    @Test
    void theEdgeIsToldWhereTheOthersAreAndHowToCallTheSimulator() {
        assertThat(settings(Part.EDGE, Map.of()))
                .containsEntry("FAIRLEAD_EDGE_BILLING_URL", "http://127.0.0.1:8094")
                .containsEntry("FAIRLEAD_EDGE_CACHE_URL", "http://127.0.0.1:8093")
                .containsEntry("FAIRLEAD_EDGE_CATALOG_URL", "http://127.0.0.1:8091")
                .containsEntry("FAIRLEAD_EDGE_ROUTER_URL", "http://127.0.0.1:8092")
                .containsEntry("FAIRLEAD_EDGE_ADMISSION_JOURNAL_DIRECTORY", "/data/edge/journal")
                .containsEntry("SIMULATOR_API_KEY", Demo.SIMULATOR_KEY);
    }

    @Test
    void billingBeginsWithTheDemoOrganisations() {
        assertThat(settings(Part.BILLING, Map.of()))
                .containsEntry("POSTGRES_DATABASE", "billing")
                .containsEntry("FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_0__ID", "acme")
                .containsEntry("FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_0__API_KEY", Demo.ACME_KEY)
                .containsEntry("FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_1__CREDITS", "10");
        assertThat(Demo.ACME_KEY).matches("sk-fl-v1-[0-9a-f]{64}").isNotEqualTo(Demo.GLOBEX_KEY);
    }

    @Test
    void theCatalogCallsTheSimulatorWhereItIs() {
        assertThat(settings(Part.CATALOG, Map.of("POSTGRES_URL", "postgresql://me:secret@db:5555")))
                .containsEntry("FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR", "http://127.0.0.1:8100/v1")
                .containsEntry("FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR_B", "http://127.0.0.1:8100/b/v1")
                .containsEntry("POSTGRES_HOST", "db")
                .containsEntry("POSTGRES_PORT", "5555")
                .containsEntry("POSTGRES_PASSWORD", "secret");
    }

    @Test
    void checksThatAreDownAreNamed() {
        String body = """
                {"status": "DOWN", "checks": [
                  {"name": "Redis connection", "status": "DOWN"},
                  {"name": "Snapshot", "status": "UP"}]}""";

        assertThat(HttpProbe.reason(503, body)).isEqualTo("down: Redis connection");
        assertThat(HttpProbe.reason(404, "not found")).isEqualTo("HTTP 404");
    }

    @Test
    void nobodyThereIsAReason() {
        assertThat(HttpProbe.ask(URI.create("http://127.0.0.1:" + Ports.freePort())))
                .contains("does not listen yet");
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed(@TempDir Path folder) {
        Recipe router = new ServicePart(
                "router",
                Part.ROUTER,
                new DataDirectory(folder),
                Program.jar(folder, Part.ROUTER, "java", List.of()),
                addresses(Map.of()),
                Map.of(),
                Map.of());

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> router.prepare(command -> {}))
                .withMessageContaining("router is not built")
                .withMessageContaining("make build");
    }

    @Test
    void aServicesOwnSettingsWin(@TempDir Path folder) throws IOException {
        Path program = Files.createFile(folder.resolve("program"));
        Recipe router = new ServicePart(
                "router-2",
                Part.ROUTER,
                new DataDirectory(folder),
                Program.executable(program),
                addresses(Map.of()),
                Map.of("PATH", "/bin", "REDIS_URL", "redis://inherited"),
                Map.of("FAIRLEAD_TRACES_RATIO", "0"));

        ChildCommand command = router.prepare(chore -> {});

        assertThat(command.command()).containsExactly(program.toString());
        assertThat(command.environment())
                .containsEntry("PATH", "/bin")
                .containsEntry("REDIS_URL", "redis://127.0.0.1:63800")
                .containsEntry("FAIRLEAD_TRACES_RATIO", "0");
        assertThat(command.log()).isEqualTo(folder.resolve("logs/router-2.log"));
    }

    @Test
    void edgeAndCatalogShareAKeyThatIsMadeOnceAndMayCallThisMachine(@TempDir Path folder) throws IOException {
        // Given
        Path program = Files.createFile(folder.resolve("program"));

        // When
        Map<String, String> edge = environment(folder, program, Part.EDGE, Map.of());
        Map<String, String> catalog =
                environment(folder, program, Part.CATALOG, Map.of("FAIRLEAD_ALLOWED_NETWORKS", "192.168.1.0/24"));
        Map<String, String> router = environment(folder, program, Part.ROUTER, Map.of());

        // Then
        assertThat(edge.get("FAIRLEAD_SECRETS_KEYS"))
                .matches("devstack:[A-Za-z0-9+/]{43}=")
                .isEqualTo(catalog.get("FAIRLEAD_SECRETS_KEYS"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("secrets-keys")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(edge).containsEntry("FAIRLEAD_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128");
        assertThat(catalog).containsEntry("FAIRLEAD_ALLOWED_NETWORKS", "192.168.1.0/24,127.0.0.0/8,::1/128");
        assertThat(router).doesNotContainKeys("FAIRLEAD_SECRETS_KEYS", "FAIRLEAD_ALLOWED_NETWORKS");
        assertThat(environment(folder, program, Part.EDGE, Map.of("FAIRLEAD_SECRETS_KEYS", "mine:key")))
                .containsEntry("FAIRLEAD_SECRETS_KEYS", "mine:key");
    }

    private static Map<String, String> environment(
            Path folder, Path program, Part part, Map<String, String> inherited) {
        return new ServicePart(
                        part.label(),
                        part,
                        new DataDirectory(folder),
                        Program.executable(program),
                        addresses(Map.of()),
                        inherited,
                        Map.of())
                .prepare(chore -> {})
                .environment();
    }

    @Test
    void aStartCacheIsUsedUntilTheJarsOrTheArgumentsChange(@TempDir Path repository) throws IOException {
        // Given
        Path application = repository.resolve("services/router/target/quarkus-app");
        Path jar = Files.createDirectories(application).resolve("quarkus-run.jar");
        Files.writeString(jar, "as built first");
        StartCache cache = new StartCache(repository, Part.ROUTER, List.of("-Xmx64m"));
        assertThat(cache.isUsable()).isFalse();

        // When
        cache.begin();
        Files.writeString(cache.partial(), "cache");
        cache.complete();

        // Then
        assertThat(cache.isUsable()).isTrue();
        assertThat(Program.jar(repository, Part.ROUTER, "java", List.of("-Xmx64m"))
                        .command())
                .containsExactly("java", "-Xmx64m", cache.use(), "-jar", jar.toString());
        assertThat(new StartCache(repository, Part.ROUTER, List.of("-Xmx128m")).isUsable())
                .isFalse();
        Files.writeString(jar, "as built after that");
        assertThat(cache.isUsable()).isFalse();
    }

    @Test
    void aProgramIsUnpackedOnceAndCanBeRun(@TempDir Path tools) throws IOException {
        Path program = Unpacked.file(tools, "redis-server-7.0.15-linux-amd64");
        Files.setLastModifiedTime(program, FileTime.fromMillis(0));

        Path again = Unpacked.file(tools, "redis-server-7.0.15-linux-amd64");

        assertThat(program).isExecutable().isEqualTo(again);
        assertThat(Files.getLastModifiedTime(again).toMillis()).isZero();
        assertThat(program).hasParent(tools.resolve("embedded-redis-0.9.1"));
    }
}
