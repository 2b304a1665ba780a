package dev.fairlead.devstack;

import java.util.Set;

/**
 * What must be healthy before a part is started. Services start without what they need, too; in this order they find
 * it at once. Nothing waits for Keycloak.
 */
final class StartOrder {

    private StartOrder() {}

    static Set<Part> needs(Part part) {
        return switch (part) {
            case POSTGRES, REDIS, KEYCLOAK, VIEWER, SIMULATOR -> Set.of();
            case CATALOG, BILLING -> Set.of(Part.POSTGRES, Part.REDIS);
            case ROUTER, CACHE, EDGE -> Set.of(Part.REDIS);
        };
    }
}
