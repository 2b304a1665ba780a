package dev.fairlead.billing.organisation;

import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;

import dev.fairlead.contracts.identity.OrganisationId;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The organisations. Keycloak says which there are (its groups); here each gets its accounts when something of its is
 * first stored.
 */
@Singleton
public final class Organisations {

    /** Makes the organisation if it is not there yet. */
    public Uni<Void> ensure(Mutiny.Session session, OrganisationId id, String name) {
        return session.createNativeQuery(
                        "INSERT INTO billing.organisation (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING")
                .setParameter(1, id.value())
                .setParameter(2, name)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The organisation, made if it is not there yet, and locked until the transaction ends. */
    public Uni<OrganisationRow> lock(Mutiny.Session session, OrganisationId id) {
        return ensure(session, id, id.value())
                .chain(() -> session.find(OrganisationRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE));
    }
}
