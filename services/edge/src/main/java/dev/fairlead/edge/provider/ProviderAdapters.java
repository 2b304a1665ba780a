package dev.fairlead.edge.provider;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Dialect;
import io.quarkus.arc.All;

/** The adapter of each wire format that this edge speaks. */
@Singleton
public class ProviderAdapters {

    private final Map<Dialect, ProviderAdapter> byDialect = new EnumMap<>(Dialect.class);

    public ProviderAdapters(@All List<ProviderAdapter> adapters) {
        adapters.forEach(adapter -> byDialect.put(adapter.dialect(), adapter));
    }

    public boolean speaks(Dialect dialect) {
        return byDialect.containsKey(dialect);
    }

    /** The adapter of a dialect that the edge {@link #speaks}. */
    public ProviderAdapter of(Dialect dialect) {
        ProviderAdapter adapter = byDialect.get(dialect);
        if (adapter == null) {
            throw new IllegalArgumentException("no adapter speaks " + dialect);
        }
        return adapter;
    }
}
