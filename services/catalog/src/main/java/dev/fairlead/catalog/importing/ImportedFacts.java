package dev.fairlead.catalog.importing;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.seed.SeedFile;
import dev.fairlead.catalog.seed.SeedReader;
import dev.fairlead.catalog.store.MergeScope;
import dev.fairlead.catalog.store.OriginMerge;
import dev.fairlead.catalog.store.StoredCatalog;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What documents that an operator brings make of the catalog. They speak for the providers and authors that they
 * contain: what they no longer list of those is retired, everything else stays.
 *
 * @param base the catalog that they were compared with
 * @param scope what they speak for
 * @param target what is listed once they are applied
 * @param held prices that are not applied, since they are beyond belief
 * @param changes from {@code base} to {@code target}
 */
record ImportedFacts(StoredCatalog base, MergeScope scope, Listing target, List<HeldPrice> held, List<Change> changes) {

    private static final int CODE_POINTS = 64 << 20;

    /**
     * Reads documents and compares them.
     *
     * @param name how faults call the documents
     * @param documents in the format of the catalog files, one or more
     * @throws dev.fairlead.catalog.seed.SeedException with every fault in them
     */
    static ImportedFacts of(StoredCatalog stored, String name, String documents) {
        Listing facts = SeedReader.read(List.of(new SeedFile(name, documents)), stored.listing());
        MergeScope scope = new MergeScope(facts.providers().keySet(), authors(documents));
        Listing merged = OriginMerge.merge(stored, facts, Origin.IMPORT, scope);
        List<HeldPrice> held = new ArrayList<>();
        Listing target = holdBack(stored.listing(), merged, held);
        return new ImportedFacts(stored, scope, target, held, ListingChanges.between(stored.listing(), target));
    }

    private static Listing holdBack(Listing before, Listing merged, List<HeldPrice> held) {
        Map<String, Placed> old = ListingChanges.endpoints(before);
        Map<String, ListedModel> models = new TreeMap<>();
        merged.models().forEach((id, model) -> {
            List<ListedEndpoint> endpoints = new ArrayList<>();
            for (ListedEndpoint endpoint : model.endpoints()) {
                Placed placed = old.get(endpoint.id());
                endpoints.add(holdBack(model, endpoint, placed == null ? null : placed.endpoint(), held));
            }
            models.put(id, model.withEndpoints(endpoints));
        });
        return Listing.of(merged.providers().values(), models.values());
    }

    private static ListedEndpoint holdBack(
            ListedModel model, ListedEndpoint endpoint, @Nullable ListedEndpoint before, List<HeldPrice> held) {
        if (endpoint.prices() == null || (before != null && endpoint.prices().equals(before.prices()))) {
            return before != null && endpoint.priceStatus() == PriceStatus.SUSPECT
                    ? endpoint.withPrices(before.priceStatus(), before.prices(), endpoint.origin())
                            .statedBy(endpoint.origin(), before)
                    : endpoint;
        }
        List<ListedEndpoint> others = model.endpoints().stream()
                .filter(other -> !other.id().equals(endpoint.id()))
                .toList();
        PriceBelief.Doubt doubt = PriceBelief.of(endpoint.prices(), others, before == null ? null : before.prices());
        if (doubt == null && endpoint.priceStatus() != PriceStatus.SUSPECT) {
            return endpoint;
        }
        held.add(new HeldPrice(
                endpoint.id(),
                model.id(),
                endpoint.prices(),
                doubt == null ? "its source calls it suspect" : doubt.toString(),
                before == null));
        return before == null
                ? endpoint.withPrices(PriceStatus.SUSPECT, endpoint.prices(), endpoint.origin())
                : endpoint.withPrices(before.priceStatus(), before.prices(), endpoint.origin())
                        .statedBy(endpoint.origin(), before);
    }

    /** The authors of whose models the documents are; they were read before, so they are sound. */
    private static Set<String> authors(String documents) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CODE_POINTS);
        Set<String> authors = new TreeSet<>();
        for (Node root : new Yaml(options).composeAll(new StringReader(documents))) {
            if (root instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    if (field.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals("author")
                            && field.getValueNode() instanceof ScalarNode author) {
                        authors.add(author.getValue());
                    }
                }
            }
        }
        return authors;
    }
}
