package dev.fairlead.catalog.store;

import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What was: prices over time and the change log. As {@link CatalogStore}, for calls on a Vert.x context. */
@Singleton
public final class CatalogRecords {

    private static final String OF_MODEL =
            "from PriceRow p where p.endpointId in (select e.id from EndpointRow e where e.modelId = :model)";

    private static final String AT_A_MOMENT = """
             and p.validFrom = (
               select max(q.validFrom) from PriceRow q where q.endpointId = p.endpointId and q.validFrom <= :at)""";

    private final Mutiny.SessionFactory sessions;

    CatalogRecords(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * What the endpoints of a model charge, retired ones included, by endpoint and time.
     *
     * @param at only what was charged at that moment; null for all that ever was
     * @return null if there never was such a model
     */
    public Uni<@Nullable List<ListedPrice>> prices(String model, @Nullable Instant at) {
        return sessions.withStatelessSession(session -> session.get(ModelRow.class, model)
                .chain(row -> {
                    if (row == null) {
                        return Uni.createFrom().nullItem();
                    }
                    String order = " order by p.endpointId, p.validFrom";
                    Mutiny.SelectionQuery<PriceRow> query = at == null
                            ? session.createSelectionQuery(OF_MODEL + order, PriceRow.class)
                            : session.createSelectionQuery(OF_MODEL + AT_A_MOMENT + order, PriceRow.class)
                                    .setParameter("at", at);
                    return query.setParameter("model", model)
                            .getResultList()
                            .map(rows -> rows.stream().map(PriceRow::price).toList());
                }));
    }

    /**
     * Entries of the change log, oldest first.
     *
     * @param after only those with a greater id
     * @param subjectId only those about this provider, model or endpoint; null for all
     * @param limit at most so many
     */
    public Uni<List<LoggedChange>> changes(long after, @Nullable String subjectId, int limit) {
        String about = subjectId == null ? "" : " and c.subjectId = :subject";
        return sessions.withStatelessSession(session -> {
                    Mutiny.SelectionQuery<ChangeRow> query = session.createSelectionQuery(
                                    "from ChangeRow c where c.id > :after" + about + " order by c.id", ChangeRow.class)
                            .setParameter("after", after)
                            .setMaxResults(limit);
                    return (subjectId == null ? query : query.setParameter("subject", subjectId)).getResultList();
                })
                .map(rows -> rows.stream().map(ChangeRow::logged).toList());
    }
}
