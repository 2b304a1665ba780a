package dev.fairlead.catalog.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The catalog in PostgreSQL: how it stands, and how it becomes another. Methods are to be called on a Vert.x context;
 * they fail if PostgreSQL is away. Whoever observes {@link AppliedChange} hears of every change made here.
 */
@Singleton
public final class CatalogStore {

    /** Names the catalog among PostgreSQL's advisory locks; any number, as long as all replicas use the same. */
    private static final long LOCK = 4_172_983_301L;

    /** How often a change is thought over again because others were faster. */
    private static final int ATTEMPTS = 10;

    private static final int BATCH = 250;

    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;
    private final Event<AppliedChange> applied;
    private final AtomicReference<@Nullable StoredCatalog> newest = new AtomicReference<>();

    CatalogStore(Mutiny.SessionFactory sessions, Vertx vertx, Event<AppliedChange> applied) {
        this.sessions = sessions;
        this.vertx = vertx;
        this.applied = applied;
    }

    /** All that is listed, as of one moment. Costs one small query as long as nobody has changed it. */
    public Uni<StoredCatalog> read() {
        StoredCatalog known = newest.get();
        return known == null
                ? load()
                : version()
                        .chain(version ->
                                version == known.version() ? Uni.createFrom().item(known) : load());
    }

    /** The version that {@link #read} would have. */
    public Uni<Long> version() {
        return state().map(StateRow::version);
    }

    /** The digest of the catalog files that were merged last; null if none were. */
    public Uni<@Nullable String> filesDigest() {
        return state().map(StateRow::filesDigest);
    }

    /**
     * Changes the catalog by an operator's word, in one transaction, or not at all. Replicas that do so at the same
     * time take turns. What is not in the target is retired. Raises the version and writes the log only if there is
     * something to change, and the snapshot is published at once.
     *
     * <p>Fails with what {@code change} throws, with {@link InconsistentListingException} if names in the target lead
     * nowhere or to two things, and with {@link CatalogBusyException} if others are always faster.
     *
     * @param change from what is listed to what is to be
     * @return the catalog with its new version
     */
    public Uni<AppliedChange> change(CatalogChange change, Author author) {
        return change(stored -> change.apply(stored.listing()), author, Origin.OPERATOR, Alongside.NOTHING);
    }

    /**
     * As {@link #change(CatalogChange, Author)}, for changes that depend on more than the listing or bring more.
     *
     * @param change as {@link CatalogChange}
     * @param origin by whose word things go that are not in the target
     * @param alongside what is written in the same transaction, even if there is nothing to change
     */
    public Uni<AppliedChange> change(
            Function<StoredCatalog, Listing> change, Author author, Origin origin, Alongside alongside) {
        return attempt(base -> CatalogPlan.of(base, change.apply(base), origin), author, alongside, ATTEMPTS);
    }

    /**
     * Raises the version if the day has come for something to be served no more, so that everybody takes notice; what
     * is listed stays the same.
     */
    public Uni<AppliedChange> beginDay() {
        return attempt(CatalogPlan::ofToday, new Author("calendar", "its day has come"), Alongside.NOTHING, ATTEMPTS);
    }

    /**
     * Merges the catalog files.
     *
     * @param digest what {@link #filesDigest} will be
     */
    public Uni<AppliedChange> mergeFiles(Listing files, String digest, Author author) {
        return change(
                stored -> OriginMerge.merge(stored, files, Origin.FILES, MergeScope.ALL),
                author,
                Origin.FILES,
                (session, outcome) -> session.get(StateRow.class, StateRow.ONLY)
                        .invoke(state -> state.filesMerged(digest))
                        .chain(session::update));
    }

    private Uni<AppliedChange> attempt(
            Function<StoredCatalog, CatalogPlan> planner, Author author, Alongside alongside, int attemptsLeft) {
        if (attemptsLeft == 0) {
            return Uni.createFrom().failure(new CatalogBusyException());
        }
        return read().chain(base -> offLoop(() -> planner.apply(base)))
                .chain(plan -> plan.isEmpty() && alongside == Alongside.NOTHING
                        ? Uni.createFrom().item(new AppliedChange(plan.base(), List.of()))
                        : carryOut(plan, author, alongside)
                                .chain(done -> done
                                        ? Uni.createFrom().item(() -> announce(plan))
                                        : attempt(planner, author, alongside, attemptsLeft - 1)));
    }

    /** False if the plan is for a version that is not the newest any more. */
    private Uni<Boolean> carryOut(CatalogPlan plan, Author author, Alongside alongside) {
        return offLoop(() -> plan.log(author))
                .chain(log -> sessions.withStatelessTransaction(session -> lock(session, "pg_advisory_xact_lock")
                        .chain(() -> session.get(StateRow.class, StateRow.ONLY))
                        .chain(state -> state.version() == plan.base().version()
                                ? write(session, state, plan, log)
                                        .chain(() -> alongside.write(session, plan.outcome()))
                                        .replaceWith(true)
                                : Uni.createFrom().item(false))));
    }

    private static Uni<Void> write(
            Mutiny.StatelessSession session, StateRow state, CatalogPlan plan, List<ChangeRow> log) {
        if (plan.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        state.raise(plan.outcome().changedAt());
        plan.prices().forEach(row -> row.number(state.nextEntry()));
        log.forEach(row -> row.number(state.nextEntry()));
        return batches(plan.added(), rows -> session.insertAll(BATCH, rows))
                .chain(() -> batches(plan.changed(), rows -> session.updateAll(BATCH, rows)))
                .chain(() -> batches(plan.prices(), rows -> session.insertAll(BATCH, rows)))
                .chain(() -> batches(log, rows -> session.insertAll(BATCH, rows)))
                .chain(() -> session.update(state));
    }

    /** A batch after the other, so that no turn of the event loop takes long. */
    private static Uni<Void> batches(List<?> rows, Function<Object[], Uni<Void>> write) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (int from = 0; from < rows.size(); from += BATCH) {
            Object[] batch = new ArrayList<>(rows.subList(from, Math.min(rows.size(), from + BATCH))).toArray();
            all = all.chain(() -> write.apply(batch));
        }
        return all;
    }

    private AppliedChange announce(CatalogPlan plan) {
        StoredCatalog outcome = keep(plan.outcome());
        AppliedChange change = new AppliedChange(outcome, plan.changes());
        if (!plan.isEmpty()) {
            applied.fire(change);
        }
        return change;
    }

    private Uni<StoredCatalog> load() {
        return sessions.withStatelessTransaction(session ->
                        lock(session, "pg_advisory_xact_lock_shared").chain(() -> CatalogReading.of(session)))
                .chain(reading -> offLoop(reading::catalog))
                .map(this::keep);
    }

    private StoredCatalog keep(StoredCatalog catalog) {
        newest.accumulateAndGet(
                catalog,
                (old, candidate) ->
                        old == null || candidate == null || candidate.version() > old.version() ? candidate : old);
        return catalog;
    }

    private Uni<StateRow> state() {
        return sessions.withStatelessSession(session -> session.get(StateRow.class, StateRow.ONLY));
    }

    /** On a worker thread, and back. */
    private <T> Uni<T> offLoop(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    private static Uni<Integer> lock(Mutiny.StatelessSession session, String function) {
        return session.createNativeQuery("select 1 from " + function + "(" + LOCK + ")", Integer.class)
                .getSingleResult();
    }
}
