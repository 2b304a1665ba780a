package dev.fairlead.e2e.suite;

import java.util.Map;
import java.util.Objects;

import dev.fairlead.devstack.Part;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static java.util.Map.entry;

/** Starts the shared suite with the first class that wants it; the root store closes it after the last test. */
final class SharedSuite implements ParameterResolver {

    // Short enough for tests to wait for, long enough for two busy cores.
    private static final Map<String, String> IMPATIENT_EDGE = Map.ofEntries(
            entry("FAIRLEAD_EDGE_UPSTREAM_FIRST_BYTE_TIMEOUT", "2s"),
            entry("FAIRLEAD_EDGE_UPSTREAM_ANSWER_TIMEOUT", "2s"),
            entry("FAIRLEAD_EDGE_UPSTREAM_IDLE_TIMEOUT", "2s"),
            entry("FAIRLEAD_EDGE_FAILOVER_BACKOFF", "50ms"),
            entry("FAIRLEAD_EDGE_FAILOVER_HEDGE_DELAY", "300ms"),
            entry("FAIRLEAD_EDGE_FAILOVER_LONGEST_HEDGE_DELAY", "300ms"),
            // Enough for all tests, whichever come before: what a budget does is tested on its own.
            entry("FAIRLEAD_EDGE_FAILOVER_RETRY_BURST", "10000"),
            entry("FAIRLEAD_EDGE_REQUESTS_KEEP_ALIVE", "300ms"),
            entry("FAIRLEAD_EDGE_REQUESTS_BODY_TIMEOUT", "2s"),
            entry("FAIRLEAD_EDGE_REQUESTS_MAX_BODY_BYTES", "4194304"));

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Suite resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Objects.requireNonNull(context.getRoot()
                .getStore(Namespace.create(SharedSuite.class))
                .computeIfAbsent(Suite.class, _ -> start(), Suite.class));
    }

    private static Suite start() {
        return Suite.start("shared", builder -> builder.settings(Part.EDGE, IMPATIENT_EDGE));
    }
}
