package dev.fairlead.catalog.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Variant;
import org.jspecify.annotations.Nullable;

/** Tells which lines a model has in the list of an organisation: itself, and its variants. */
final class Entries {

    private static final String PLAIN = "";

    private Entries() {}

    /**
     * The lines of a model; none if it is retired, or if the organisation must not know of it.
     *
     * @param published the same model, as it is published
     * @param organisation null for nobody in particular
     */
    static List<Entry> of(
            ListedModel model,
            Model published,
            Function<String, ListedProvider> providers,
            @Nullable String organisation,
            LocalDate today) {
        LocalDate retires = model.lifecycle().retires();
        if (retires != null && !today.isBefore(retires)) {
            return List.of();
        }
        Map<String, List<Served>> byVariant = new TreeMap<>();
        Iterator<Endpoint> publishedEndpoints = published.endpoints().iterator();
        for (ListedEndpoint listed : model.endpoints()) {
            Endpoint endpoint = publishedEndpoints.next();
            String variant = listed.variant() == null ? PLAIN : listed.variant();
            if (!Served.isGone(listed, today) && endpoint.isVisibleTo(organisation) && isNameable(variant)) {
                byVariant
                        .computeIfAbsent(variant, x -> new ArrayList<>())
                        .add(Served.to(
                                organisation, model.mode(), listed, endpoint, providers.apply(listed.provider())));
            }
        }
        return byVariant.entrySet().stream()
                .map(variant -> entry(model, variant.getKey(), variant.getValue()))
                .toList();
    }

    private static Entry entry(ListedModel model, String variant, List<Served> endpoints) {
        return variant.isEmpty()
                ? new Entry(model.id(), model, null, endpoints)
                : new Entry(model.id() + ':' + variant, model, variant, endpoints);
    }

    /** Whether a caller can ask for it at all. */
    private static boolean isNameable(String variant) {
        if (variant.isEmpty()) {
            return true;
        }
        Variant known = Variant.of(variant);
        return known != null && known.isStatic();
    }
}
