package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Rows and the sets of them that have a term: a query is an intersection of bit sets, then a walk along an order that is
 * known already.
 */
final class ModelView {

    private final List<Row> rows;
    private final Map<String, Row> byId = new HashMap<>();
    private final Map<Facet, Map<String, BitSet>> facets = new EnumMap<>(Facet.class);
    private final Map<Sort, int[]> orders = new EnumMap<>(Sort.class);
    private volatile @Nullable LiveOrders liveOrders;

    private record LiveOrders(LiveFigures of, Map<Sort, int[]> orders) {}

    ModelView(Collection<Row> unordered) {
        LiveFigures nothingKnown = LiveFigures.none();
        rows = unordered.stream().sorted(Sort.NEWEST.comparator(nothingKnown)).toList();
        rows.forEach(row -> byId.put(row.id(), row));
        for (Facet facet : Facet.values()) {
            facets.put(facet, sets(facet));
        }
        for (Sort sort : Sort.values()) {
            if (!sort.isLive()) {
                orders.put(sort, order(sort, nothingKnown));
            }
        }
    }

    private Map<String, BitSet> sets(Facet facet) {
        Map<String, BitSet> sets = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            for (String term : facet.terms(rows.get(i).entry())) {
                sets.computeIfAbsent(Facet.normalised(term), x -> new BitSet()).set(i);
            }
        }
        return sets;
    }

    private int[] order(Sort sort, LiveFigures live) {
        var comparator = sort.comparator(live);
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted((one, other) -> comparator.compare(rows.get(one), rows.get(other)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    List<Row> rows() {
        return rows;
    }

    @Nullable
    Row row(String id) {
        return byId.get(id);
    }

    /** The terms of a facet, sorted. */
    Set<String> terms(Facet facet) {
        return setsOf(facet).keySet();
    }

    int count(List<Filter> filters, LiveFigures live) {
        return matches(filters, live).cardinality();
    }

    /** All rows that match, in order. */
    List<Row> select(List<Filter> filters, Sort sort, LiveFigures live) {
        BitSet matches = matches(filters, live);
        List<Row> selected = new ArrayList<>(matches.cardinality());
        for (int i : sort.isLive() ? liveOrder(sort, live) : staticOrder(sort)) {
            if (matches.get(i)) {
                selected.add(rows.get(i));
            }
        }
        return selected;
    }

    private int[] staticOrder(Sort sort) {
        int[] order = orders.get(sort);
        if (order == null) {
            throw new IllegalStateException("no order for " + sort);
        }
        return order;
    }

    /** Sorted once for each version of the figures; two threads may both do it, to the same end. */
    private int[] liveOrder(Sort sort, LiveFigures live) {
        LiveOrders known = liveOrders;
        if (known == null || known.of() != live) {
            known = new LiveOrders(live, new EnumMap<>(Sort.class));
        }
        int[] order = known.orders().get(sort);
        if (order == null) {
            order = order(sort, live);
            Map<Sort, int[]> more = new EnumMap<>(known.orders());
            more.put(sort, order);
            liveOrders = new LiveOrders(live, more);
        }
        return order;
    }

    private BitSet matches(List<Filter> filters, LiveFigures live) {
        BitSet matches = new BitSet(rows.size());
        matches.set(0, rows.size());
        for (Filter filter : filters) {
            narrow(matches, filter, live);
        }
        return matches;
    }

    private void narrow(BitSet matches, Filter filter, LiveFigures live) {
        switch (filter) {
            case Filter.AnyOf(Facet facet, Set<String> terms) -> {
                BitSet any = new BitSet(rows.size());
                terms.forEach(term -> any.or(set(facet, term)));
                matches.and(any);
            }
            case Filter.AllOf(Facet facet, Set<String> terms) -> terms.forEach(term -> matches.and(set(facet, term)));
            case Filter.Without(Facet facet) -> matches.andNot(set(facet, Facet.YES));
            case Filter.Range range -> keep(matches, row -> range.has(valueOf(row, range.measure(), live)));
            case Filter.Words(List<String> words) -> keep(matches, row -> row.mentions(words));
        }
    }

    private static @Nullable BigDecimal valueOf(Row row, Measure measure, LiveFigures live) {
        return measure == Measure.TOOL_SUCCESS ? live.of(row).toolSuccessRate() : row.value(measure);
    }

    private interface Test {
        boolean holds(Row row);
    }

    private void keep(BitSet matches, Test test) {
        for (int i = matches.nextSetBit(0); i >= 0; i = matches.nextSetBit(i + 1)) {
            if (!test.holds(rows.get(i))) {
                matches.clear(i);
            }
        }
    }

    private BitSet set(Facet facet, String term) {
        BitSet set = setsOf(facet).get(term);
        return set == null ? new BitSet() : set;
    }

    private Map<String, BitSet> setsOf(Facet facet) {
        return facets.getOrDefault(facet, Map.of());
    }
}
