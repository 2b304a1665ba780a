package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.StackException;
import dev.fairlead.devstack.process.ChildCommand;

/** One process of a service of this project. */
public final class ServicePart implements Recipe {

    /**
     * What is run.
     *
     * @param command up to the program's own arguments
     * @param needed the file without which there is nothing to run
     */
    public record Program(List<String> command, Path needed) {

        /** The service as the build left it. */
        public static Program jar(Path repository, Part part, String java, List<String> jvmArguments) {
            Path jar = repository.resolve("services/" + part.label() + "/target/quarkus-app/quarkus-run.jar");
            StartCache cache = new StartCache(repository, part, jvmArguments);
            List<String> command = new ArrayList<>(List.of(java));
            command.addAll(jvmArguments);
            if (cache.isUsable()) {
                command.add(cache.use());
            }
            command.addAll(List.of("-jar", jar.toString()));
            return new Program(command, jar);
        }

        /** An executable file, such as a native build of the service. */
        public static Program executable(Path file) {
            return new Program(List.of(file.toString()), file);
        }
    }

    private static final String ALLOWED_NETWORKS = "FAIRLEAD_ALLOWED_NETWORKS";
    private static final String SECRETS_KEYS = "FAIRLEAD_SECRETS_KEYS";

    /** Where the simulator is, and model servers on this machine. */
    private static final String THIS_MACHINE = "127.0.0.0/8,::1/128";

    private final String name;
    private final Part part;
    private final DataDirectory data;
    private final Program program;
    private final Addresses addresses;
    private final Map<String, String> environment;

    /**
     * @param name tells this process from other replicas
     * @param environment what the process sees of the launcher's environment; settings of the stack win over it
     * @param overrides settings that win over the stack's
     */
    public ServicePart(
            String name,
            Part part,
            DataDirectory data,
            Program program,
            Addresses addresses,
            Map<String, String> environment,
            Map<String, String> overrides) {
        this.name = name;
        this.part = part;
        this.data = data;
        this.program = program;
        this.addresses = addresses;
        this.environment = new HashMap<>(environment);
        this.environment.putAll(ServiceEnvironment.of(part, addresses, data.resolve(name)));
        if (callsProviders()) {
            this.environment.merge(
                    ALLOWED_NETWORKS, THIS_MACHINE, (given, own) -> given.isBlank() ? own : given + ',' + own);
        }
        this.environment.putAll(overrides);
    }

    /** Whether it calls providers, or checks how they can be called. */
    private boolean callsProviders() {
        return part == Part.EDGE || part == Part.CATALOG;
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public ChildCommand prepare(Chores chores) {
        if (!Files.exists(program.needed())) {
            throw new StackException(part.label() + " is not built (" + program.needed() + "): run `make build`");
        }
        Path own = data.resolve(name);
        try {
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (callsProviders() && environment.getOrDefault(SECRETS_KEYS, "").isBlank()) {
            environment.put(SECRETS_KEYS, data.secretsKeys());
        }
        return new ChildCommand(name, program.command(), environment, own, data.log(name));
    }

    @Override
    public Optional<String> notReady() {
        return HttpProbe.ask(URI.create(addresses.managementUri(part) + "/q/health/ready"));
    }
}
