package dev.fairlead.catalog.registration;

import java.util.function.BiFunction;

import jakarta.enterprise.context.RequestScoped;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.StoreFailures;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The catalog as one caller reads and changes it. */
@RequestScoped
class Registry {

    private static final String NO_REASON = "management API";

    private final CatalogStore store;
    private final SecurityIdentity identity;

    Registry(CatalogStore store, SecurityIdentity identity) {
        this.store = store;
        this.identity = identity;
    }

    Rights rights() {
        return Rights.of(identity);
    }

    /** What is listed now. */
    Uni<Listing> listing() {
        return store.read().map(stored -> stored.listing()).onFailure().transform(StoreFailures::explained);
    }

    /**
     * Changes what is listed.
     *
     * @param why for the log; null if the caller does not say
     * @param change called on a worker thread, and again if others were faster
     * @return what is listed then
     */
    Uni<Listing> change(@Nullable String why, BiFunction<Listing, Rights, Listing> change) {
        Rights rights = rights();
        return store.change(
                        listing -> change.apply(listing, rights),
                        new Author(rights.who(), why == null ? NO_REASON : why))
                .map(applied -> applied.catalog().listing())
                .onFailure()
                .transform(StoreFailures::explained);
    }
}
