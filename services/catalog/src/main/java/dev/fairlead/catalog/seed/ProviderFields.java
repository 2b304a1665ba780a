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
import org.jspecify.annotations.Nullable;

/** The fields of a provider's document, but its endpoints. */
final class ProviderFields {

    /** The field that tells a provider's document from an author's. */
    static final String KEY = "provider";

    static final String ENDPOINTS = "endpoints";

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            KEY,
            "name",
            "kind",
            "base_url",
            "dialect",
            "authentication",
            "environment_keys",
            "forwarded_headers",
            "trains",
            "retention_days",
            "headquarters",
            "datacenters",
            "documentation_url",
            "status_page_url",
            "privacy_policy_url",
            "terms_of_service_url",
            ENDPOINTS));

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern ENVIRONMENT_KEY = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern PAGE = Pattern.compile("https?://[^\\s/?#]+[^\\s]*");
    private static final Pattern PLACE = Pattern.compile("\\{[a-z0-9_]+}");

    /** What a caller proves itself to Fairlead with is never handed to a provider. */
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "x-api-key", "cookie", "x-goog-api-key");

    private ProviderFields() {}

    /** Whether the document says nothing of the provider but which one it is. */
    static boolean isReference(SeedFields fields) {
        return fields.has(KEY) && Set.of(KEY, ENDPOINTS).containsAll(fields.names());
    }

    static String id(SeedFields fields) {
        return fields.text(KEY, ID, "a provider's id: lower-case letters, digits, hyphens");
    }

    static ListedProvider read(SeedFields fields, Origin origin) {
        ProviderKind kind = fields.optionalOneOf("kind", ProviderKind.class);
        Authentication authentication = fields.oneOf("authentication", Authentication.class);
        return new ListedProvider(
                id(fields),
                fields.text("name"),
                kind == null ? ProviderKind.PRIVATE : kind,
                baseUrl(fields),
                fields.oneOf("dialect", Dialect.class),
                authentication,
                environmentKeys(fields, authentication, origin),
                forwardedHeaders(fields),
                new DataPolicy(fields.optionalBoolean("trains"), fields.optionalCount("retention_days")),
                fields.optionalText("headquarters", COUNTRY, "a country such as US"),
                fields.texts("datacenters", COUNTRY, "a country such as US"),
                page(fields, "documentation_url"),
                page(fields, "status_page_url"),
                page(fields, "privacy_policy_url"),
                page(fields, "terms_of_service_url"),
                null,
                null,
                origin);
    }

    /** Of an operator's provider the credential may have been entered otherwise. */
    private static List<String> environmentKeys(SeedFields fields, Authentication authentication, Origin origin) {
        List<String> keys = fields.texts("environment_keys", ENVIRONMENT_KEY, "the name of an environment variable");
        if (keys.isEmpty() && authentication != Authentication.NONE && origin == Origin.FILES) {
            fields.fault("environment_keys", "is missing or empty, and the provider wants a credential");
        }
        return keys;
    }

    private static List<String> forwardedHeaders(SeedFields fields) {
        List<String> headers = fields.texts("forwarded_headers", HEADER, "a header's name in lower case");
        for (String header : headers) {
            if (SECRET_HEADERS.contains(header)) {
                fields.fault("forwarded_headers", "'" + header + "' may hold a caller's credential");
            }
        }
        return headers;
    }

    private static @Nullable String baseUrl(SeedFields fields) {
        String baseUrl = fields.textOr("base_url", "");
        if (baseUrl.isEmpty()) {
            return null;
        }
        if (!isBaseUrl(PLACE.matcher(baseUrl).replaceAll("x"))) {
            fields.fault("base_url", "'" + baseUrl + "' is not an http(s) URL without a slash or a query at its end");
        }
        return baseUrl;
    }

    private static @Nullable String page(SeedFields fields, String name) {
        return fields.optionalText(name, PAGE, "an http(s) URL");
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
