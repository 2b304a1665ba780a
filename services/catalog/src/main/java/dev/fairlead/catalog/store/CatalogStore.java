package dev.fairlead.catalog.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The catalog's tables. Its methods are to be called on a Vert.x context; they fail if PostgreSQL is away. */
@Singleton
public final class CatalogStore {

    /** Names the catalog among PostgreSQL's advisory locks; any number, as long as all replicas use the same. */
    private static final long LOCK = 4_172_983_301L;

    private static final String PRICES_OF_MODEL = """
            from EndpointPriceRow p
            where p.endpointId in (select e.id from EndpointRow e where e.modelId = :model)
            order by p.endpointId, p.validFrom""";

    private static final String PRICES_OF_MODEL_AT = """
            from EndpointPriceRow p
            where p.endpointId in (select e.id from EndpointRow e where e.modelId = :model)
              and p.validFrom = (
                select max(q.validFrom) from EndpointPriceRow q
                where q.endpointId = p.endpointId and q.validFrom <= :at)
            order by p.endpointId""";

    private final Mutiny.SessionFactory sessions;

    CatalogStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Makes {@code target} what is listed, in one transaction; replicas that try at the same time take turns. Raises
     * the version and writes the log only if there is something to change.
     *
     * @param who by whom
     * @param why for what reason
     * @param now when its new prices begin
     * @return the changes made
     */
    public Uni<List<Change>> merge(Listing target, String who, String why, Instant now) {
        // PostgreSQL keeps microseconds; what is finer would come back different.
        Instant stored = now.truncatedTo(ChronoUnit.MICROS);
        return sessions.withTransaction(session -> lock(session, "pg_advisory_xact_lock")
                .chain(() -> CatalogRows.load(session))
                .chain(rows -> {
                    List<Change> changes = ListingChanges.between(rows.listing(), target);
                    return changes.isEmpty()
                            ? Uni.createFrom().item(changes)
                            : write(session, rows, changes, target, new ChangeRow.Author(who, why), stored)
                                    .replaceWith(changes);
                }));
    }

    /** All that is listed, as of one moment. */
    public Uni<StoredCatalog> read() {
        return sessions.withTransaction(session -> {
            session.setDefaultReadOnly(true);
            return lock(session, "pg_advisory_xact_lock_shared")
                    .chain(() -> CatalogRows.load(session))
                    .map(rows -> new StoredCatalog(
                            rows.version().version(), rows.version().changedAt(), rows.listing()));
        });
    }

    /** The version that {@link #read} would have. */
    public Uni<Long> version() {
        return sessions.withSession(session -> session.find(CatalogVersionRow.class, CatalogVersionRow.ONLY))
                .map(CatalogVersionRow::version);
    }

    /**
     * What the endpoints of a model charge, retired ones included, by endpoint and time.
     *
     * @param at only what was charged at that moment; null for all that ever was
     * @return null if there never was such a model
     */
    public Uni<@Nullable List<ListedPrice>> prices(String model, @Nullable Instant at) {
        return sessions.withSession(session -> session.find(ModelRow.class, model)
                .chain(row -> {
                    if (row == null) {
                        return Uni.createFrom().nullItem();
                    }
                    Mutiny.SelectionQuery<EndpointPriceRow> query = at == null
                            ? session.createSelectionQuery(PRICES_OF_MODEL, EndpointPriceRow.class)
                            : session.createSelectionQuery(PRICES_OF_MODEL_AT, EndpointPriceRow.class)
                                    .setParameter("at", at);
                    return query.setParameter("model", model).getResultList().map(CatalogStore::listed);
                }));
    }

    /** What changed since a version, oldest first. */
    public Uni<List<LoggedChange>> changesAfter(long version) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from ChangeRow c where c.version > :version order by c.version, c.id", ChangeRow.class)
                        .setParameter("version", version)
                        .getResultList())
                .map(rows -> rows.stream().map(ChangeRow::logged).toList());
    }

    private static Uni<Void> write(
            Mutiny.Session session,
            CatalogRows rows,
            List<Change> changes,
            Listing target,
            ChangeRow.Author author,
            Instant now) {
        rows.version().raise(now);
        List<Object> added = rows.apply(changes, target, now);
        changes.forEach(change -> added.add(new ChangeRow(rows.version(), author, change)));
        Object[] removed = rows.aliasesBeyond(target).toArray();
        return session.persistAll(added.toArray()).chain(() -> session.removeAll(removed));
    }

    private static Uni<Integer> lock(Mutiny.Session session, String function) {
        return session.createNativeQuery("select 1 from " + function + "(" + LOCK + ")", Integer.class)
                .getSingleResult();
    }

    private static List<ListedPrice> listed(List<EndpointPriceRow> rows) {
        return rows.stream()
                .map(row -> new ListedPrice(row.endpointId(), row.validFrom(), row.prices()))
                .toList();
    }
}
