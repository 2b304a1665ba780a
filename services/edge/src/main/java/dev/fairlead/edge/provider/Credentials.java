package dev.fairlead.edge.provider;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Provider;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The keys to the providers, from the environment: the catalog says under which names. A provider without a key is not
 * routable.
 */
@Singleton
public class Credentials {

    private final Config config;
    /** By the names that they may have. The environment of a process does not change, so each is read once. */
    private final ConcurrentMap<List<String>, Optional<String>> byNames = new ConcurrentHashMap<>();

    Credentials(Config config) {
        this.config = config;
    }

    /** Whether the provider can be called. */
    public boolean has(Provider provider) {
        return provider.authentication() == Authentication.NONE || find(provider) != null;
    }

    /** The provider's key; null if it needs none or there is none. */
    public @Nullable String find(Provider provider) {
        return byNames.computeIfAbsent(provider.environmentKeys(), this::read).orElse(null);
    }

    private Optional<String> read(List<String> names) {
        return names.stream()
                .map(name -> config.getOptionalValue(name, String.class))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
