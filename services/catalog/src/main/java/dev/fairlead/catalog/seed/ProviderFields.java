package dev.fairlead.catalog.seed;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;

/** The fields of a provider's file. */
final class ProviderFields {

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "provider", "name", "base_url", "dialect", "authentication", "environment_keys", "forwarded_headers"));

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern ENVIRONMENT_KEY = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** What a caller proves itself to Fairlead with is never handed to a provider. */
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-api-key", "cookie", "x-goog-api-key");

    private ProviderFields() {}

    static ListedProvider read(SeedFields fields) {
        Authentication authentication = fields.oneOf("authentication", Authentication.class);
        List<String> keys = fields.texts("environment_keys", ENVIRONMENT_KEY, "the name of an environment variable");
        if (keys.isEmpty() && authentication != Authentication.NONE) {
            fields.fault("environment_keys", "is missing or empty, and the provider wants a credential");
        }
        List<String> headers = fields.texts("forwarded_headers", HEADER, "a header's name in lower case");
        for (String header : headers) {
            if (SECRET_HEADERS.contains(header)) {
                fields.fault("forwarded_headers", "'" + header + "' may hold a caller's credential");
            }
        }
        String baseUrl = fields.text("base_url");
        if (!baseUrl.isEmpty() && !isBaseUrl(baseUrl)) {
            fields.fault("base_url", "'" + baseUrl + "' is not an http(s) URL without a slash or a query at its end");
        }
        return new ListedProvider(
                fields.text("provider", ID, "a provider's id: lower-case letters, digits, hyphens"),
                fields.text("name"),
                ProviderKind.FIRST_PARTY,
                baseUrl,
                fields.oneOf("dialect", Dialect.class),
                authentication,
                keys,
                headers,
                DataPolicy.UNKNOWN,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                Origin.FILES);
    }

    /** Whether endpoint paths can be appended to {@code url}. */
    static boolean isBaseUrl(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && !url.endsWith("/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
