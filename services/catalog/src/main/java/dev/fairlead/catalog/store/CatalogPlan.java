package dev.fairlead.catalog.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.Change.Action;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.Origin;
import org.jspecify.annotations.Nullable;

/**
 * All that has to be written for one version of the catalog to become the next. Made apart from the database, on a
 * worker thread: what is left for an event loop is to send the rows.
 */
final class CatalogPlan {

    private final StoredCatalog base;
    private final Listing target;
    private final Origin origin;
    private final Map<Withdrawn, Origin> withdrawn;
    private final List<ListedRow> added = new ArrayList<>();
    private final List<ListedRow> changed = new ArrayList<>();
    private final List<PriceRow> prices = new ArrayList<>();
    private final List<Change> changes;
    private final Instant changedAt;

    private CatalogPlan(StoredCatalog base, Listing target, Origin origin, List<Change> changes) {
        this.base = base;
        this.target = target;
        this.origin = origin;
        this.withdrawn = new HashMap<>(base.withdrawn());
        this.changes = changes;
        this.changedAt = after(base.changedAt());
    }

    /**
     * Plans a change.
     *
     * @param base what the plan is good for
     * @param origin by whose word things go that are in {@code base} and not in {@code target}
     */
    static CatalogPlan of(StoredCatalog base, Listing target, Origin origin) {
        List<Change> changes =
                base.listing().equals(target) ? List.of() : ListingChanges.between(base.listing(), target);
        CatalogPlan plan = new CatalogPlan(base, target, origin, changes);
        if (!changes.isEmpty()) {
            ListingFaults.check(target);
            plan.planRows();
            plan.planPrices();
        }
        return plan;
    }

    /** Plans a version that differs only in what is not served any more today. */
    static CatalogPlan ofToday(StoredCatalog base) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<Change> changes =
                ListingChanges.between(base.effective(), base.listing().on(today));
        return new CatalogPlan(base, base.listing(), Origin.OPERATOR, changes);
    }

    StoredCatalog base() {
        return base;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    List<Change> changes() {
        return changes;
    }

    /** The catalog once the plan is carried out. */
    StoredCatalog outcome() {
        return isEmpty() ? base : new StoredCatalog(base.version() + 1, changedAt, target, withdrawn);
    }

    /** New rows, in the order in which their references allow them to be inserted. */
    List<ListedRow> added() {
        return added;
    }

    List<ListedRow> changed() {
        return changed;
    }

    List<PriceRow> prices() {
        return prices;
    }

    /** The entries of the log. */
    List<ChangeRow> log(Author author) {
        List<ChangeRow> log = new ArrayList<>();
        for (Change change : changes) {
            log.add(new ChangeRow(
                    new LoggedChange(log.size(), base.version() + 1, changedAt, author.who(), author.why(), change)));
        }
        return log;
    }

    private void planRows() {
        SortedMap<String, Placed> before = ListingChanges.endpoints(base.listing());
        SortedMap<String, Placed> after = ListingChanges.endpoints(target);
        TreeSet<String> written = new TreeSet<>();
        for (Change change : changes) {
            String id = change.id();
            boolean retires = change.action() == Action.RETIRED;
            switch (change.subject()) {
                case PROVIDER ->
                    write(change, new ProviderRow((retires ? base.listing() : target).provider(id)), retires);
                case MODEL -> write(change, new ModelRow((retires ? base.listing() : target).model(id)), retires);
                case ENDPOINT -> {
                    written.add(id);
                    write(change, endpointRow(id, retires ? before : after), retires);
                }
                case PRICE -> {
                    // The document of the endpoint has its price as well.
                    if (written.add(id)) {
                        changed.add(endpointRow(id, after));
                    }
                }
            }
        }
    }

    private void write(Change change, ListedRow row, boolean retires) {
        Withdrawn key = new Withdrawn(change.subject(), change.id());
        boolean isThere = change.action() != Action.ADDED || withdrawn.remove(key) != null;
        if (retires) {
            row.retire(changedAt, origin);
            withdrawn.put(key, origin);
        }
        (isThere ? changed : added).add(row);
    }

    private static EndpointRow endpointRow(String id, SortedMap<String, Placed> endpoints) {
        Placed placed = endpoints.get(id);
        if (placed == null) {
            throw new IllegalStateException("a change of the endpoint '" + id + "', which is not listed");
        }
        return new EndpointRow(placed.model(), placed.endpoint());
    }

    private void planPrices() {
        SortedMap<String, Placed> before = ListingChanges.endpoints(base.listing());
        SortedMap<String, Placed> after = ListingChanges.endpoints(target);
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            ChargedPrices charged = charged(after.get(id));
            if (!charged.equals(charged(before.get(id)))) {
                prices.add(new PriceRow(prices.size(), id, changedAt, charged));
            }
        }
    }

    private static ChargedPrices charged(@Nullable Placed placed) {
        return placed == null ? ChargedPrices.NONE : ChargedPrices.of(placed.endpoint());
    }

    /** Now, and later than anything so far, whatever the clocks of other replicas said. */
    private static Instant after(Instant last) {
        // PostgreSQL keeps microseconds; what is finer would come back different.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    }
}
