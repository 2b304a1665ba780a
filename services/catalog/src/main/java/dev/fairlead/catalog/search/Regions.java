package dev.fairlead.catalog.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.fairlead.catalog.listing.Vocabulary;

/** Tells whether an endpoint keeps its data in the European Union or in the United States. */
final class Regions {

    private static final Set<String> EUROPEAN_UNION = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private static final Set<String> UNITED_STATES = Set.of("US");

    private Regions() {}

    /** Those of {@link Vocabulary#REGIONS} that the endpoint is in: by its own region, else by its provider's centres. */
    static List<String> of(Served endpoint) {
        return Vocabulary.REGIONS.stream()
                .filter(region -> isIn(region, endpoint))
                .toList();
    }

    private static boolean isIn(String region, Served endpoint) {
        String own = endpoint.listed().region();
        if (own != null) {
            String named = own.toLowerCase(Locale.ROOT);
            return named.equals(region)
                    || named.startsWith(region + '-')
                    || (region.equals("eu") && named.startsWith("europe-"));
        }
        List<String> centres = endpoint.provider().datacenters();
        Set<String> countries = region.equals("eu") ? EUROPEAN_UNION : UNITED_STATES;
        return !centres.isEmpty() && countries.containsAll(centres);
    }
}
