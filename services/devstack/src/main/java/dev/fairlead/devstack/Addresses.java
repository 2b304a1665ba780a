package dev.fairlead.devstack;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where everything is: this stack's own parts, or what the environment names instead of them.
 *
 * @param keycloakUrl without the realm
 * @param otlpEndpoint where traces go, OTLP over gRPC; empty if nobody receives them
 * @param ports of this stack's own parts
 */
public record Addresses(
        String redisUrl, PostgresAddress postgres, String keycloakUrl, Optional<String> otlpEndpoint, Ports ports) {

    static final String REDIS_VARIABLE = "REDIS_URL";
    static final String KEYCLOAK_VARIABLE = "KEYCLOAK_URL";
    static final String OTLP_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final String LOOPBACK = "http://127.0.0.1:";

    static Addresses of(Map<String, String> environment, Ports ports, boolean viewer) {
        return new Addresses(
                given(environment, REDIS_VARIABLE).orElse("redis://127.0.0.1:" + ports.port(Part.REDIS)),
                given(environment, PostgresAddress.VARIABLE)
                        .map(PostgresAddress::parse)
                        .orElseGet(() ->
                                new PostgresAddress("127.0.0.1", ports.port(Part.POSTGRES), "fairlead", "fairlead")),
                given(environment, KEYCLOAK_VARIABLE).orElse(LOOPBACK + ports.port(Part.KEYCLOAK)),
                given(environment, OTLP_VARIABLE)
                        .or(() -> viewer ? Optional.of(LOOPBACK + ports.secondPort(Part.VIEWER)) : Optional.empty()),
                ports);
    }

    /** Whether the environment gives an address to use instead of starting the part. */
    static boolean isReplaced(Map<String, String> environment, Part part) {
        String variable =
                switch (part) {
                    case REDIS -> REDIS_VARIABLE;
                    case POSTGRES -> PostgresAddress.VARIABLE;
                    case KEYCLOAK -> KEYCLOAK_VARIABLE;
                    case VIEWER -> OTLP_VARIABLE;
                    case SIMULATOR, CATALOG, ROUTER, CACHE, BILLING, EDGE -> "";
                };
        return given(environment, variable).isPresent();
    }

    private static Optional<String> given(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Where a part of this stack answers over HTTP. */
    public URI uri(Part part) {
        return URI.create(LOOPBACK + ports.port(part));
    }

    /** Where a part of this stack answers questions about its health and metrics. */
    public URI managementUri(Part part) {
        return URI.create(LOOPBACK + ports.secondPort(part));
    }
}
