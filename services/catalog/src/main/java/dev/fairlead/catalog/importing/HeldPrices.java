package dev.fairlead.catalog.importing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import jakarta.inject.Singleton;

import dev.fairlead.catalog.importing.HeldPriceRow.Status;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Prices beyond belief, until somebody decides. */
@Singleton
final class HeldPrices {

    private final CatalogStore store;
    private final Mutiny.SessionFactory sessions;

    HeldPrices(CatalogStore store, Mutiny.SessionFactory sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    /** Those that wait, the oldest first. */
    Uni<List<HeldPriceView>> waiting() {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from HeldPriceRow h where h.status = WAITING order by h.heldAt, h.endpointId",
                                HeldPriceRow.class)
                        .getResultList())
                .map(rows -> rows.stream().map(HeldPriceRow::view).toList());
    }

    /** The price is meant: its endpoint gets it. */
    Uni<HeldPriceView> confirm(String id, Author author) {
        return decide(
                id,
                Status.CONFIRMED,
                author,
                row -> endpoint -> endpoint.withPrices(PriceStatus.LISTED, row.proposed(), Origin.IMPORT));
    }

    /** The price is wrong: its endpoint keeps the one it has, or has none if it is new. */
    Uni<HeldPriceView> reject(String id, Author author) {
        return decide(
                id,
                Status.REJECTED,
                author,
                row -> endpoint -> row.isOfNewEndpoint()
                                && endpoint.priceStatus() == PriceStatus.SUSPECT
                                && row.proposed().equals(endpoint.prices())
                        ? endpoint.withPrices(PriceStatus.UNKNOWN, null, Origin.IMPORT)
                        : endpoint);
    }

    private interface Decision {
        UnaryOperator<ListedEndpoint> of(HeldPriceRow row);
    }

    private Uni<HeldPriceView> decide(String id, Status status, Author author, Decision decision) {
        return row(id).chain(row -> {
            requireWaiting(row);
            return store.change(
                            stored -> withEndpoint(stored.listing(), row, decision.of(row)),
                            author,
                            Origin.IMPORT,
                            (session, outcome) -> settle(session, id, status, author))
                    .chain(applied -> row(id))
                    .map(HeldPriceRow::view);
        });
    }

    private static Uni<Void> settle(Mutiny.StatelessSession session, String id, Status status, Author author) {
        return session.get(HeldPriceRow.class, id).chain(row -> {
            requireWaiting(row);
            row.decide(status, Instant.now().truncatedTo(ChronoUnit.MICROS), author.who(), author.why());
            return session.update(row);
        });
    }

    private static Listing withEndpoint(Listing listing, HeldPriceRow row, UnaryOperator<ListedEndpoint> change) {
        Map<String, ListedModel> models = new TreeMap<>(listing.models());
        ListedModel model = models.values().stream()
                .filter(candidate -> candidate.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.id().equals(row.endpointId())))
                .findFirst()
                .orElseThrow(() -> conflict("The endpoint '" + row.endpointId() + "' is not listed any more."));
        models.put(
                model.id(),
                model.withEndpoints(model.endpoints().stream()
                        .map(endpoint -> endpoint.id().equals(row.endpointId()) ? change.apply(endpoint) : endpoint)
                        .toList()));
        return Listing.of(listing.providers().values(), models.values());
    }

    private Uni<HeldPriceRow> row(String id) {
        return sessions.withStatelessSession(session -> session.get(HeldPriceRow.class, id))
                .onItem()
                .ifNull()
                .failWith(() ->
                        new ProblemException(Problem.of(404, "Unknown price", "There is no held price '" + id + "'.")));
    }

    private static void requireWaiting(HeldPriceRow row) {
        if (!row.isWaiting()) {
            throw conflict("The price has been decided already.");
        }
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, "Conflict", detail));
    }
}
