package dev.fairlead.catalog.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import org.jspecify.annotations.Nullable;

/**
 * All that is listed on one day in one version of the catalog, ready to be asked. Immutable but for orders that are
 * remembered.
 *
 * <p>There is one view for everybody, and a small one for each organisation that owns endpoints: of the models that it
 * sees differently. An answer to such an organisation is made of both.
 */
public final class ModelIndex {

    private final LocalDate day;
    private final ModelView everybody;
    private final Map<String, OwnView> owners;
    private final int size;

    /** What an owner sees in place of what everybody sees of these models. */
    private record OwnView(Set<String> models, ModelView view) {

        boolean replaces(Row row) {
            return models.contains(row.entry().model().id());
        }
    }

    private ModelIndex(LocalDate day, ModelView everybody, Map<String, OwnView> owners) {
        this.day = day;
        this.everybody = everybody;
        this.owners = owners;
        this.size = everybody.rows().size()
                + owners.values().stream()
                        .mapToInt(own -> own.view().rows().size())
                        .sum();
    }

    /**
     * Indexes a listing.
     *
     * @param snapshot what is published of the same listing
     * @param today in UTC: what is retired, and how old models are
     * @param rendering writes each entry once
     */
    public static ModelIndex of(Listing listing, CatalogSnapshot snapshot, LocalDate today, Row.Rendering rendering) {
        List<Row> rows = new ArrayList<>();
        Map<String, List<Row>> ownRows = new TreeMap<>();
        Map<String, Set<String>> ownModels = new TreeMap<>();
        IntSupplier numbers = new AtomicInteger()::getAndIncrement;
        Iterator<Model> published = snapshot.models().iterator();
        for (ListedModel model : listing.models().values()) {
            Model asPublished = published.next();
            for (Entry entry : Entries.of(model, asPublished, listing::provider, null, today)) {
                rows.add(new Row(numbers.getAsInt(), entry, today, rendering));
            }
            for (String owner : owners(model)) {
                ownModels.computeIfAbsent(owner, x -> new HashSet<>()).add(model.id());
                for (Entry entry : Entries.of(model, asPublished, listing::provider, owner, today)) {
                    ownRows.computeIfAbsent(owner, x -> new ArrayList<>())
                            .add(new Row(numbers.getAsInt(), entry, today, rendering));
                }
            }
        }
        Map<String, OwnView> owners = new HashMap<>();
        ownModels.forEach((owner, models) ->
                owners.put(owner, new OwnView(models, new ModelView(ownRows.getOrDefault(owner, List.of())))));
        return new ModelIndex(today, new ModelView(rows), owners);
    }

    private static Set<String> owners(ListedModel model) {
        Set<String> owners = new TreeSet<>();
        for (ListedEndpoint endpoint : model.endpoints()) {
            if (endpoint.owner() != null) {
                owners.add(endpoint.owner());
            }
        }
        return owners;
    }

    /** The day for which it holds. */
    public LocalDate day() {
        return day;
    }

    /** Whether an organisation sees something else than everybody does. */
    public boolean isSpecialTo(@Nullable String organisation) {
        return own(organisation) != null;
    }

    /**
     * The rows that match, in order, without regard to pages.
     *
     * @param organisation null for nobody in particular
     */
    public List<Row> select(ModelQuery query, @Nullable String organisation, LiveFigures live) {
        List<Row> shared = everybody.select(query.filters(), query.sort(), live);
        OwnView own = own(organisation);
        if (own == null) {
            return shared;
        }
        List<Row> others = shared.stream().filter(row -> !own.replaces(row)).toList();
        List<Row> mine = own.view().select(query.filters(), query.sort(), live);
        return merged(others, mine, query.sort().comparator(live));
    }

    /** The row of this id as an organisation sees it; null if there is none. */
    public @Nullable Row row(String id, @Nullable String organisation) {
        Row shared = everybody.row(id);
        OwnView own = own(organisation);
        if (own == null) {
            return shared;
        }
        Row mine = own.view().row(id);
        return mine != null || shared == null || own.replaces(shared) ? mine : shared;
    }

    /** The terms of a facet that an organisation's list knows, in lower case, sorted. */
    public Set<String> terms(Facet facet, @Nullable String organisation) {
        OwnView own = own(organisation);
        if (own == null) {
            return everybody.terms(facet);
        }
        Set<String> terms = new TreeSet<>(everybody.terms(facet));
        terms.addAll(own.view().terms(facet));
        return terms;
    }

    /** How many rows there are in all views together. */
    int size() {
        return size;
    }

    List<ModelView> views() {
        return Stream.concat(Stream.of(everybody), owners.values().stream().map(OwnView::view))
                .toList();
    }

    private @Nullable OwnView own(@Nullable String organisation) {
        return organisation == null ? null : owners.get(organisation);
    }

    private static List<Row> merged(List<Row> some, List<Row> others, Comparator<Row> order) {
        List<Row> merged = new ArrayList<>(some.size() + others.size());
        int next = 0;
        for (Row row : some) {
            while (next < others.size() && order.compare(others.get(next), row) < 0) {
                merged.add(others.get(next++));
            }
            merged.add(row);
        }
        merged.addAll(others.subList(next, others.size()));
        return merged;
    }
}
