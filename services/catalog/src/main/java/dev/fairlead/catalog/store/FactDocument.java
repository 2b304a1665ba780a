package dev.fairlead.catalog.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.Lifecycle;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.platform.json.FairleadJson;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Facts as the JSON documents of the tables. They travel to and from PostgreSQL as text, so that no codec on the way
 * turns a decimal into a floating-point number.
 */
@RegisterForReflection(
        targets = {
            Benchmarks.class,
            Change.Difference.class,
            ChargedPrices.class,
            Lifecycle.class,
            ListedEndpoint.class,
            ListedModel.class,
            ListedOverride.class,
            ListedProvider.class,
            PriceList.class,
            ReasoningSupport.class
        })
public final class FactDocument {

    private FactDocument() {}

    /** The document of {@code facts}. */
    public static String of(Object facts) {
        try {
            return FairleadJson.mapper().writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts can always be written", e);
        }
    }

    /** The facts of a document that {@link #of} has written. */
    public static <T> T read(String document, Class<T> type) {
        try {
            return FairleadJson.mapper().readValue(document, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document in the store cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
