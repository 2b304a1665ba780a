package dev.fairlead.catalog.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;

/** Base URLs that the configuration gives in place of the files' ones. */
public final class BaseUrlOverrides {

    /** What the configuration keys begin with; a provider's id follows. */
    public static final String KEY = "fairlead.catalog.base-urls.";

    private BaseUrlOverrides() {}

    /**
     * The listing with the overrides applied.
     *
     * @param overrides base URL by provider
     * @throws IllegalArgumentException naming each key that is no provider or has no base URL
     */
    public static Listing apply(Listing listing, Map<String, String> overrides) {
        Map<String, ListedProvider> providers = new TreeMap<>(listing.providers());
        List<String> faults = new ArrayList<>();
        overrides.forEach((id, url) -> {
            String baseUrl = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            if (!providers.containsKey(id)) {
                faults.add(KEY + id + " names no provider");
            } else if (!ProviderFields.isBaseUrl(baseUrl)) {
                faults.add(KEY + id + ": '" + url + "' is not an http(s) URL without a query");
            } else {
                providers.computeIfPresent(id, (key, provider) -> provider.withBaseUrl(baseUrl));
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return Listing.of(providers.values(), listing.models().values());
    }
}
