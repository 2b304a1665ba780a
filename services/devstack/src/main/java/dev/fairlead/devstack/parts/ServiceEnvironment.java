package dev.fairlead.devstack.parts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.fairlead.devstack.Addresses;
import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;

/** What each service of the suite is told about its surroundings. */
final class ServiceEnvironment {

    private ServiceEnvironment() {}

    /**
     * The settings of one process of a service.
     *
     * @param own the directory that belongs to this process alone
     */
    static Map<String, String> of(Part part, Addresses addresses, Path own) {
        Map<String, String> settings = new HashMap<>(common(part, addresses));
        settings.putAll(
                switch (part) {
                    case EDGE -> edge(addresses, own);
                    case BILLING -> billing(addresses);
                    case CATALOG -> catalog(addresses);
                    case ROUTER, CACHE, SIMULATOR -> Map.of();
                    case POSTGRES, REDIS, KEYCLOAK, VIEWER ->
                        throw new IllegalArgumentException(part + " is no service");
                });
        return settings;
    }

    private static Map<String, String> common(Part part, Addresses addresses) {
        Map<String, String> settings = new HashMap<>();
        settings.put("FAIRLEAD_PORT", Integer.toString(addresses.ports().port(part)));
        settings.put(
                "FAIRLEAD_MANAGEMENT_PORT", Integer.toString(addresses.ports().secondPort(part)));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("REDIS_URL", addresses.redisUrl());
        settings.put("KEYCLOAK_URL", addresses.keycloakUrl());
        if (addresses.keycloakUrl().equals(addresses.uri(Part.KEYCLOAK).toString())) {
            settings.put("FAIRLEAD_TOKEN_ISSUER", addresses.keycloakUrl() + "/realms/fairlead");
        }
        settings.put("FAIRLEAD_TRACES_RATIO", "1");
        settings.put(
                "FAIRLEAD_TRACES_DISABLED",
                Boolean.toString(addresses.otlpEndpoint().isEmpty()));
        addresses.otlpEndpoint().ifPresent(endpoint -> settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
        return settings;
    }

    private static Map<String, String> edge(Addresses addresses, Path own) {
        return Map.of(
                "FAIRLEAD_EDGE_BILLING_URL", addresses.uri(Part.BILLING).toString(),
                "FAIRLEAD_EDGE_CACHE_URL", addresses.uri(Part.CACHE).toString(),
                "FAIRLEAD_EDGE_CATALOG_URL", addresses.uri(Part.CATALOG).toString(),
                "FAIRLEAD_EDGE_ROUTER_URL", addresses.uri(Part.ROUTER).toString(),
                "FAIRLEAD_EDGE_CLIENT_SECRET", Demo.EDGE_CLIENT_SECRET,
                "FAIRLEAD_EDGE_ADMISSION_JOURNAL_DIRECTORY",
                        own.resolve("journal").toString(),
                "SIMULATOR_API_KEY", Demo.SIMULATOR_KEY);
    }

    private static Map<String, String> billing(Addresses addresses) {
        Map<String, String> settings = postgres(addresses, "billing");
        settings.putAll(organisation(0, "acme", "Acme Inc", "100", Demo.ACME_KEY));
        settings.putAll(organisation(1, "globex", "Globex", "10", Demo.GLOBEX_KEY));
        return settings;
    }

    /** An organisation that billing makes at its first start. */
    private static Map<String, String> organisation(int index, String id, String name, String dollars, String apiKey) {
        String prefix = "FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_" + index + "__";
        return Map.of(
                prefix + "ID", id,
                prefix + "NAME", name,
                prefix + "CREDITS", dollars,
                prefix + "API_KEY", apiKey);
    }

    private static Map<String, String> catalog(Addresses addresses) {
        Map<String, String> settings = postgres(addresses, "catalog");
        settings.put("FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR", addresses.uri(Part.SIMULATOR) + "/v1");
        settings.put("FAIRLEAD_CATALOG_BASE_URLS_SIMULATOR_B", addresses.uri(Part.SIMULATOR) + "/b/v1");
        return settings;
    }

    private static Map<String, String> postgres(Addresses addresses, String database) {
        Map<String, String> settings = new HashMap<>(addresses.postgres().environment());
        settings.put("POSTGRES_DATABASE", database);
        return settings;
    }
}
