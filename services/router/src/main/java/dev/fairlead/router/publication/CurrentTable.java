package dev.fairlead.router.publication;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.routing.RoutingTable;
import org.jspecify.annotations.Nullable;

/** The routing table as this replica would publish it, or has. */
@Singleton
public final class CurrentTable {

    private volatile @Nullable RoutingTable table;

    /** Null until the outcomes have been read for the first time. */
    @Nullable
    RoutingTable get() {
        return table;
    }

    void set(RoutingTable newTable) {
        table = newTable;
    }
}
