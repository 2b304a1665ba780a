package dev.fairlead.edge.provider;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.platform.secret.SealBrokenException;
import dev.fairlead.platform.secret.SecretKeys;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys to the providers: the one that was entered into the catalog, which comes sealed with the snapshot; else the
 * one in the environment, under the names that the catalog says. A provider without a key is not routable. Opened keys
 * are in memory only.
 */
@Singleton
public class Credentials {

    private static final Logger LOG = Logger.getLogger(Credentials.class);

    private final Config config;
    private final SecretKeys secretKeys;
    /** By the names that they may have. The environment of a process does not change, so each is read once. */
    private final ConcurrentMap<List<String>, Optional<String>> byNames = new ConcurrentHashMap<>();
    /** By provider; replaced, and so forgotten, when a newer snapshot brings another. */
    private final ConcurrentMap<String, Opened> opened = new ConcurrentHashMap<>();

    /** A sealed credential and what is in it; null if it cannot be opened. */
    private record Opened(String sealed, @Nullable String credential) {

        @Override
        public String toString() {
            return sealed;
        }
    }

    public Credentials(Config config, SecretKeys secretKeys) {
        this.config = config;
        this.secretKeys = secretKeys;
    }

    /** Whether the provider can be called. */
    public boolean has(Provider provider) {
        return provider.authentication() == Authentication.NONE || find(provider) != null;
    }

    /** The provider's key; null if it needs none or there is none. */
    public @Nullable String find(Provider provider) {
        String sealed = provider.sealedCredential();
        if (sealed == null) {
            return byNames.computeIfAbsent(provider.environmentKeys(), this::read)
                    .orElse(null);
        }
        Opened known = opened.get(provider.id());
        if (known == null || !known.sealed().equals(sealed)) {
            known = open(provider.id(), sealed);
            opened.put(provider.id(), known);
        }
        return known.credential();
    }

    private Opened open(String provider, String sealed) {
        try {
            return new Opened(sealed, secretKeys.open(sealed, provider));
        } catch (SealBrokenException e) {
            LOG.errorf("the credential of the provider '%s' cannot be opened: %s", provider, e.reason());
            return new Opened(sealed, null);
        }
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
