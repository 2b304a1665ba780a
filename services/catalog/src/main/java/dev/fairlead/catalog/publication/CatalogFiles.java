package dev.fairlead.catalog.publication;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.seed.BaseUrlOverrides;
import dev.fairlead.catalog.seed.SeedFile;
import dev.fairlead.catalog.seed.SeedFiles;
import dev.fairlead.catalog.seed.SeedReader;
import org.eclipse.microprofile.config.Config;

/** The catalog files that come with Fairlead, with the base URLs that the configuration gives in place of theirs. */
@Singleton
final class CatalogFiles {

    private static final String PROVIDERS = "providers/";
    private static final String YAML = ".yaml";

    private final CatalogConfig config;
    private final Config properties;

    CatalogFiles(CatalogConfig config, Config properties) {
        this.config = config;
        this.properties = properties;
    }

    /**
     * The files, not read yet.
     *
     * @param digest another one for other files or base URLs
     */
    record Unread(List<SeedFile> files, Map<String, String> baseUrls, String digest) {

        /** Reads them strictly; throws with every fault. */
        Listing read() {
            return BaseUrlOverrides.apply(SeedReader.read(files), baseUrls);
        }
    }

    Unread open() {
        List<SeedFile> files = SeedFiles.onClassPath();
        Map<String, String> baseUrls = baseUrls(files);
        return new Unread(files, baseUrls, FilesDigest.of(files, baseUrls));
    }

    /**
     * Asks for each provider by its name besides what the mapping has: an environment variable cannot spell a hyphen,
     * so the mapping does not recognise that of {@code simulator-b} unless it is asked for it.
     */
    private Map<String, String> baseUrls(List<SeedFile> files) {
        Map<String, String> baseUrls = new TreeMap<>(config.baseUrls());
        for (SeedFile file : files) {
            if (file.name().startsWith(PROVIDERS) && file.name().endsWith(YAML)) {
                String provider =
                        file.name().substring(PROVIDERS.length(), file.name().length() - YAML.length());
                properties
                        .getOptionalValue(BaseUrlOverrides.KEY + provider, String.class)
                        .ifPresent(url -> baseUrls.put(provider, url));
            }
        }
        return baseUrls;
    }
}
