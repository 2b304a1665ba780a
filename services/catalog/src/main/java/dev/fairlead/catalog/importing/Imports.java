package dev.fairlead.catalog.importing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import dev.fairlead.catalog.importing.HeldPriceRow.Status;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.StoredCatalog;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Imports from the moment somebody brings documents until they are applied. */
@Singleton
final class Imports {

    private final CatalogStore store;
    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Imports(CatalogStore store, Mutiny.SessionFactory sessions, Vertx vertx) {
        this.store = store;
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /** Reads documents and keeps what they would change; changes nothing. */
    Uni<ImportView> propose(String source, String documents, String by) {
        return store.read()
                .chain(stored -> offLoop(stored, source, documents).chain(facts -> {
                    ImportRow row = new ImportRow(
                            UUID.randomUUID().toString(),
                            now(),
                            by,
                            source,
                            documents,
                            stored.version(),
                            ImportDiff.of(facts));
                    return sessions.withStatelessTransaction(session -> session.insert(row))
                            .replaceWith(row.view());
                }));
    }

    /** An import; fails with 404 if there is none. */
    Uni<ImportView> find(String id) {
        return row(id).map(ImportRow::view);
    }

    /** Applies exactly what the import showed; fails with 409 if the catalog is another by now. */
    Uni<ImportView> apply(String id, Author author) {
        return row(id).chain(row -> {
            AtomicReference<@Nullable ImportedFacts> facts = new AtomicReference<>();
            return store.change(
                            stored -> target(row, stored, facts),
                            author,
                            Origin.IMPORT,
                            (session, outcome) -> settle(session, row.id(), author, outcome, facts.get()))
                    .chain(applied -> find(id));
        });
    }

    private static Listing target(ImportRow row, StoredCatalog stored, AtomicReference<@Nullable ImportedFacts> facts) {
        if (row.isApplied()) {
            throw alreadyApplied();
        }
        if (stored.version() != row.baseVersion()) {
            throw conflict("The catalog has changed since (version " + row.baseVersion() + ", now " + stored.version()
                    + "): bring the documents again to see what they change now.");
        }
        ImportedFacts read = ImportedFacts.of(stored, row.source(), row.documents());
        facts.set(read);
        return read.target();
    }

    private static Uni<Void> settle(
            Mutiny.StatelessSession session,
            String id,
            Author author,
            StoredCatalog outcome,
            @Nullable ImportedFacts facts) {
        if (facts == null) {
            throw new IllegalStateException("the facts are read before they are applied");
        }
        Instant now = now();
        return session.get(ImportRow.class, id)
                .chain(row -> {
                    if (row.isApplied()) {
                        return Uni.createFrom().failure(alreadyApplied());
                    }
                    row.apply(now, author.who(), author.why(), outcome.version());
                    return session.update(row);
                })
                .chain(() -> supersede(session, facts, author, now))
                .chain(() -> session.insertAll(facts.held().stream()
                        .map(held -> new HeldPriceRow(UUID.randomUUID().toString(), id, held, now))
                        .toArray()));
    }

    /** What waits of the providers that the documents speak for is said anew by them, or not any more. */
    private static Uni<Void> supersede(
            Mutiny.StatelessSession session, ImportedFacts facts, Author author, Instant now) {
        return session.createSelectionQuery("from HeldPriceRow h where h.status = WAITING", HeldPriceRow.class)
                .getResultList()
                .chain(rows -> {
                    Set<HeldPriceRow> old = rows.stream()
                            .filter(row -> facts.scope().hasProvider(row.provider()))
                            .collect(Collectors.toSet());
                    old.forEach(row -> row.decide(Status.SUPERSEDED, now, author.who(), author.why()));
                    return session.updateAll(old.toArray());
                });
    }

    private Uni<ImportRow> row(String id) {
        return sessions.withStatelessSession(session -> session.get(ImportRow.class, id))
                .onItem()
                .ifNull()
                .failWith(() ->
                        new ProblemException(Problem.of(404, "Unknown import", "There is no import '" + id + "'.")));
    }

    private Uni<ImportedFacts> offLoop(StoredCatalog stored, String source, String documents) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> ImportedFacts.of(stored, source, documents), false)
                        .toCompletionStage());
    }

    private static ProblemException alreadyApplied() {
        return conflict("The import has been applied already.");
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, "Conflict", detail));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
