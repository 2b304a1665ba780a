package dev.fairlead.devstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.fairlead.devstack.parts.Databases;
import dev.fairlead.devstack.parts.KeycloakPart;
import dev.fairlead.devstack.parts.PostgresPart;
import dev.fairlead.devstack.parts.Recipe;
import dev.fairlead.devstack.parts.RedisPart;
import dev.fairlead.devstack.parts.ServicePart;
import dev.fairlead.devstack.parts.ServicePart.Program;
import dev.fairlead.devstack.parts.StartCacheTraining;
import dev.fairlead.devstack.parts.ViewerPart;
import dev.fairlead.devstack.process.Children;
import org.jspecify.annotations.Nullable;

/** Describes a stack. Without further ado it is the whole suite on its well-known ports. */
public final class StackBuilder {

    // The first two keep the JVM's warnings about Netty out of the logs.
    private static final List<String> COMMON_JVM = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders");
    // Services that mostly wait start in half the time with the simple compiler.
    private static final List<String> CONTROL_PLANE_JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
    private static final List<String> DATA_PLANE_JVM = List.of("-Xmx512m");

    private final Set<Part> without = EnumSet.noneOf(Part.class);
    private final Map<Part, Map<String, String>> settings = new EnumMap<>(Part.class);
    private final Map<Part, List<String>> jvmArguments = new EnumMap<>(Part.class);
    private final Map<Part, Path> executables = new EnumMap<>(Part.class);
    private Map<String, String> environment = System.getenv();
    private @Nullable Path repository;
    private @Nullable Path dataDirectory;
    private @Nullable Ports ports;
    private Progress progress = Progress.SILENT;

    StackBuilder() {}

    /** The root of the project, with the services' builds and {@code .tools}; else found upwards from here. */
    public StackBuilder repository(Path root) {
        this.repository = root.toAbsolutePath().normalize();
        return this;
    }

    /** Where data and logs go; else {@value DataDirectory#VARIABLE}, else {@code target/devstack}. */
    public StackBuilder dataDirectory(Path directory) {
        this.dataDirectory = directory;
        return this;
    }

    /** Where the parts listen; else the well-known ports as the environment moves them. */
    public StackBuilder ports(Ports ports) {
        this.ports = ports;
        return this;
    }

    /** Parts that are not started. */
    public StackBuilder without(Part... parts) {
        without.addAll(Arrays.asList(parts));
        return this;
    }

    /** The environment to read the stack's own settings from and to hand on to the children; else this process's. */
    public StackBuilder environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        return this;
    }

    /** Environment variables for a service; they win over those that the stack sets. */
    public StackBuilder settings(Part service, Map<String, String> variables) {
        settings.put(service, Map.copyOf(variables));
        return this;
    }

    /** Arguments of a service's JVM, instead of the usual ones. */
    public StackBuilder jvm(Part service, String... arguments) {
        jvmArguments.put(service, List.of(arguments));
        return this;
    }

    /**
     * An executable to run instead of a service's jar, such as its native build; else what the environment names under
     * {@link Part#executableVariable}.
     */
    public StackBuilder executable(Part service, Path file) {
        executables.put(service, file.toAbsolutePath());
        return this;
    }

    /** Who follows the start. */
    public StackBuilder progress(Progress follower) {
        this.progress = follower;
        return this;
    }

    /**
     * The stack, not started yet.
     *
     * @throws StackException if something in the description or the environment is wrong
     */
    public Stack build() {
        if (!own(Part.VIEWER) && !without.contains(Part.VIEWER) && !isReplaced(Part.VIEWER)) {
            progress.note("the trace viewer is not installed (`make viewer` needs npm): no traces this time");
        }
        Path directory = Optional.ofNullable(dataDirectory)
                .or(() -> Optional.ofNullable(environment.get(DataDirectory.VARIABLE))
                        .filter(value -> !value.isBlank())
                        .map(Path::of))
                .orElseGet(() -> root().resolve("target/devstack"));
        Ports chosen = ports == null ? Ports.of(environment) : ports;
        return new Stack(this, new DataDirectory(directory), Addresses.of(environment, chosen, own(Part.VIEWER)));
    }

    /**
     * The stack, started and healthy.
     *
     * @throws StackException if it cannot be; nothing is left running then
     */
    public Stack start() {
        Stack stack = build();
        stack.start();
        return stack;
    }

    List<Part> ownParts() {
        return Arrays.stream(Part.values()).filter(this::own).toList();
    }

    private boolean own(Part part) {
        return !without.contains(part) && !isReplaced(part) && (part != Part.VIEWER || ViewerPart.isInstalled(tools()));
    }

    /** Whether the environment gives an address to use instead of starting the part. */
    boolean isReplaced(Part part) {
        return Addresses.isReplaced(environment, part);
    }

    Progress progress() {
        return progress;
    }

    Recipe recipe(Part part, String name, DataDirectory data, Addresses addresses) {
        Map<String, String> inherited = new ChildEnvironment(environment).of(part);
        return switch (part) {
            case POSTGRES ->
                new PostgresPart(data, tools(), addresses.postgres(), inherited, new Databases(addresses.postgres()));
            case REDIS -> new RedisPart(data, tools(), addresses.ports().port(part), inherited);
            case KEYCLOAK -> new KeycloakPart(data, tools(), addresses, inherited, java());
            case VIEWER -> new ViewerPart(data, tools(), addresses, inherited);
            case SIMULATOR, CATALOG, ROUTER, CACHE, BILLING, EDGE ->
                new ServicePart(
                        name, part, data, program(part), addresses, inherited, settings.getOrDefault(part, Map.of()));
        };
    }

    private Program program(Part part) {
        return executable(part)
                .map(Program::executable)
                .orElseGet(() -> Program.jar(root(), part, java(), jvmArguments(part)));
    }

    private Optional<Path> executable(Part part) {
        return Optional.ofNullable(executables.get(part))
                .or(() -> Optional.ofNullable(environment.get(part.executableVariable()))
                        .filter(value -> !value.isBlank())
                        .map(value -> executable(part.executableVariable(), value)));
    }

    private Path executable(String variable, String value) {
        // Relative to the project, because a launcher or a test may run in any folder of it.
        Path file = root().resolve(value);
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw new StackException(variable + "=" + value + " is no executable file: correct or unset it");
        }
        return file;
    }

    private List<String> jvmArguments(Part part) {
        List<String> arguments = new ArrayList<>(COMMON_JVM);
        arguments.addAll(jvmArguments.getOrDefault(part, part == Part.EDGE ? DATA_PLANE_JVM : CONTROL_PLANE_JVM));
        return arguments;
    }

    /** Makes the start caches that are missing, one after the other; returns when done, or closed. */
    void train(StartCacheTraining training) {
        for (Part part : ownParts()) {
            if (part.isService() && executable(part).isEmpty()) {
                try {
                    // As the least trusted service would see it: nothing is called for real.
                    training.train(part, jvmArguments(part), new ChildEnvironment(environment).of(Part.SIMULATOR));
                } catch (StackException e) {
                    if (training.isClosed()) {
                        return;
                    }
                    progress.note("no start cache for " + part.label() + " (" + e.getMessage() + ")");
                }
            }
        }
    }

    StartCacheTraining training(DataDirectory data, Children children) {
        return new StartCacheTraining(root(), java(), data, children);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path tools() {
        return root().resolve(".tools");
    }

    private Path root() {
        Path known = repository;
        if (known == null) {
            known = findRoot();
            repository = known;
        }
        return known;
    }

    private static Path findRoot() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("services/devstack")) && Files.exists(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new StackException("not inside Fairlead's folder (" + here + "): start this with `make run` there");
    }
}
