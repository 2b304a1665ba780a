package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.process.ChildCommand;

/**
 * Keycloak with the realm of this project.
 *
 * <p>Its programs are shared by all stacks. Each stack has its own home of it, with its own data, named for the realm
 * file: another realm file begins a new one.
 */
public final class KeycloakPart implements Recipe {

    private static final String REALM_FILE = "keycloak/fairlead-realm.json";
    private static final String BUILT = ".fairlead-built";
    private static final List<String> BUILD_OPTIONS = List.of(
            "--db=dev-file",
            "--health-enabled=true",
            "--features-disabled=kerberos,ciba,device-flow,impersonation,organization,passkeys");
    // What Keycloak's own start script gives to Java, but for the collector: a small heap wants the serial one, and
    // the simple compiler halves the time to start.
    private static final List<String> JVM = List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xms64m",
            "-Xmx512m");

    private final DataDirectory data;
    private final Path tools;
    private final Addresses addresses;
    private final Map<String, String> environment;
    private final String java;

    public KeycloakPart(
            DataDirectory data, Path tools, Addresses addresses, Map<String, String> environment, String java) {
        this.data = data;
        this.tools = tools;
        this.addresses = addresses;
        this.java = java;
        this.environment = new HashMap<>(environment);
        this.environment.put("FAIRLEAD_EDGE_CLIENT_SECRET", Demo.EDGE_CLIENT_SECRET);
        this.environment.put("FAIRLEAD_CONSOLE_URL", addresses.uri(Part.EDGE).toString());
        this.environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", Demo.KEYCLOAK_ADMIN);
        this.environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", Demo.KEYCLOAK_ADMIN);
    }

    @Override
    public Part part() {
        return Part.KEYCLOAK;
    }

    @Override
    public ChildCommand prepare(Chores chores) {
        Path distribution = distribution();
        try {
            build(distribution, chores);
            Path home = home(distribution);
            return command(
                    part().label(),
                    home,
                    List.of(
                            "start",
                            "--optimized",
                            "--import-realm",
                            "--cache=local",
                            "--http-enabled=true",
                            "--http-host=127.0.0.1",
                            "--http-port=" + addresses.ports().port(part()),
                            "--http-management-port=" + addresses.ports().secondPort(part()),
                            // One issuer, however a client spells this machine's name.
                            "--hostname=" + addresses.uri(part())));
        } catch (IOException e) {
            throw new StackException("cannot prepare Keycloak in " + data.root() + ": " + e.getMessage(), e);
        }
    }

    private Path distribution() {
        try (Stream<Path> candidates = Files.exists(tools) ? Files.list(tools) : Stream.empty()) {
            return candidates
                    .filter(path -> path.getFileName().toString().startsWith("keycloak-"))
                    .filter(path -> Files.exists(path.resolve("lib/quarkus-run.jar")))
                    .max(Path::compareTo)
                    .orElseThrow(() -> new StackException("Keycloak is not in " + tools
                            + ": run `make keycloak`, or leave it out with --without keycloak"));
        } catch (IOException e) {
            throw new StackException("cannot read " + tools + ": " + e.getMessage(), e);
        }
    }

    /** Keycloak fixes some options once and starts the faster for it. That is done once, for all stacks. */
    private void build(Path distribution, Chores chores) throws IOException {
        Path stamp = distribution.resolve(BUILT);
        String options = String.join(" ", BUILD_OPTIONS);
        ToolsLock.holding(tools.resolve(".keycloak.lock"), () -> {
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(options)) {
                List<String> arguments = new ArrayList<>(List.of("build"));
                arguments.addAll(BUILD_OPTIONS);
                chores.run(command("keycloak-build", distribution, arguments));
                Files.writeString(stamp, options);
            }
        });
    }

    private Path home(Path distribution) throws IOException {
        byte[] realm;
        try (InputStream in = Objects.requireNonNull(
                KeycloakPart.class.getClassLoader().getResourceAsStream(REALM_FILE), REALM_FILE)) {
            realm = in.readAllBytes();
        }
        CRC32 checksum = new CRC32();
        checksum.update(realm);
        Path home = data.resolve("keycloak")
                .resolve(distribution.getFileName() + "-realm-" + Long.toHexString(checksum.getValue()));
        for (String folder : List.of("data/import", "conf", "providers", "themes")) {
            Files.createDirectories(home.resolve(folder));
        }
        Files.write(home.resolve("data/import/fairlead-realm.json"), realm);
        Path lib = home.resolve("lib");
        Files.deleteIfExists(lib);
        Files.createSymbolicLink(lib, distribution.resolve("lib"));
        return home;
    }

    private ChildCommand command(String name, Path home, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java, "-Dkc.home.dir=" + home));
        command.addAll(JVM);
        command.addAll(List.of(
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(arguments);
        return new ChildCommand(name, command, environment, data.root(), data.log(name));
    }

    @Override
    public Optional<String> notReady() {
        return HttpProbe.ask(URI.create(addresses.uri(part()) + "/realms/fairlead/.well-known/openid-configuration"));
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(6);
    }
}
