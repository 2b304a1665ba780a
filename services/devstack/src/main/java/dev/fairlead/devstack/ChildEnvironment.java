package dev.fairlead.devstack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a child sees of the launcher's environment. Only the edge sees all of it, since the keys of the user's providers
 * are there under names that only the catalog knows. The keys that credentials are sealed with are for the two that seal
 * and open them.
 */
final class ChildEnvironment {

    private static final Set<String> EVERYONES =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "JAVA_TOOL_OPTIONS", "SSL_CERT_FILE");
    private static final List<String> EVERYONES_PREFIXES = List.of("LC_", "QUARKUS_", "FAIRLEAD_");
    private static final Set<String> LAUNCHERS = Stream.concat(
                    Stream.of(DataDirectory.VARIABLE, Ports.OFFSET_VARIABLE, PostgresAddress.VARIABLE),
                    Part.launchersVariables())
            .collect(Collectors.toUnmodifiableSet());

    private static final String SECRETS_KEYS = "FAIRLEAD_SECRETS_KEYS";

    private final Map<String, String> launcher;

    ChildEnvironment(Map<String, String> launcher) {
        this.launcher = launcher;
    }

    Map<String, String> of(Part part) {
        Map<String, String> environment = new HashMap<>(launcher);
        environment.keySet().removeAll(LAUNCHERS);
        if (part != Part.EDGE) {
            environment.keySet().removeIf(name -> !isEveryones(name));
        }
        if (part != Part.EDGE && part != Part.CATALOG) {
            environment.remove(SECRETS_KEYS);
        }
        return environment;
    }

    private static boolean isEveryones(String name) {
        return EVERYONES.contains(name) || EVERYONES_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
