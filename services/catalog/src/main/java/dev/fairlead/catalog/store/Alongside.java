package dev.fairlead.catalog.store;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** What is to be written in the same transaction as a change. */
@FunctionalInterface
public interface Alongside {

    /** Writes nothing. */
    Alongside NOTHING = (session, outcome) -> Uni.createFrom().voidItem();

    /**
     * Writes.
     *
     * @param session in the transaction
     * @param outcome the catalog as it will be
     */
    Uni<Void> write(Mutiny.StatelessSession session, StoredCatalog outcome);
}
