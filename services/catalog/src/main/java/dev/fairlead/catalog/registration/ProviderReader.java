package dev.fairlead.catalog.registration;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.platform.network.BaseUrl;
import org.jspecify.annotations.Nullable;

/** Reads a provider. */
final class ProviderReader {

    static final Set<String> CHANGEABLE = new TreeSet<>(Set.of(
            "name",
            "base_url",
            "dialect",
            "authentication",
            "kind",
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
            "credential",
            "why"));
    static final Set<String> NEW = new TreeSet<>(CHANGEABLE);

    /** The wire formats of providers that can be entered by hand. */
    private static final Set<Dialect> DIALECTS = EnumSet.of(Dialect.OPENAI, Dialect.ANTHROPIC, Dialect.GEMINI);

    /** What a caller proves itself to Fairlead with, and what belongs to a connection, is never handed on. */
    private static final Set<String> UNFORWARDED = Set.of(
            "authorization",
            "proxy-authorization",
            "x-api-key",
            "x-goog-api-key",
            "api-key",
            "cookie",
            "set-cookie",
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "accept-encoding",
            "traceparent",
            "tracestate",
            "x-request-id");

    private static final int LONGEST_RETENTION = 36_500;

    static {
        NEW.addAll(Set.of("id", "organisation"));
    }

    private ProviderReader() {}

    /** The base URL, if the request sets one. */
    static @Nullable BaseUrl baseUrl(Fields fields) {
        if (!fields.has("base_url")) {
            return null;
        }
        String text = fields.text("base_url", null, Format.of("(?s).{0,2000}", "must be a URL"));
        try {
            return BaseUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Fields.fault("base_url", String.valueOf(e.getMessage()));
        }
    }

    /**
     * A provider as it is to be.
     *
     * @param before as it is; null for a new one
     * @param baseUrl the one that the request sets, checked; null if it sets none
     * @param sealed the credential that the request sets; null if it sets none
     */
    static ListedProvider read(
            Fields fields,
            String id,
            @Nullable String owner,
            @Nullable ListedProvider before,
            @Nullable BaseUrl baseUrl,
            @Nullable String sealed) {
        if (baseUrl == null && before == null) {
            throw Fields.fault("base_url", "is required");
        }
        Dialect dialect =
                fields.has("dialect") || before == null ? fields.oneOf("dialect", null, DIALECTS) : before.dialect();
        Authentication usual = dialect == Dialect.OPENAI ? Authentication.BEARER : Authentication.API_KEY_HEADER;
        ListedProvider provider = new ListedProvider(
                id,
                fields.text("name", before == null ? null : before.name(), Formats.NAME),
                fields.oneOf(
                        "kind",
                        before == null ? ProviderKind.PRIVATE : before.kind(),
                        EnumSet.allOf(ProviderKind.class)),
                baseUrl != null ? baseUrl.toString() : before == null ? null : before.baseUrl(),
                dialect,
                fields.oneOf(
                        "authentication",
                        before == null ? usual : before.authentication(),
                        EnumSet.allOf(Authentication.class)),
                fields.texts(
                        "environment_keys",
                        before == null ? List.of() : before.environmentKeys(),
                        Formats.ENVIRONMENT_KEY),
                fields.texts(
                        "forwarded_headers", before == null ? List.of() : before.forwardedHeaders(), Formats.HEADER),
                dataPolicy(fields, before == null ? DataPolicy.UNKNOWN : before.dataPolicy()),
                fields.clearable("headquarters", before == null ? null : before.headquarters(), Formats.COUNTRY),
                fields.texts("datacenters", before == null ? List.of() : before.datacenters(), Formats.COUNTRY),
                page(fields, "documentation_url", before == null ? null : before.documentationUrl()),
                page(fields, "status_page_url", before == null ? null : before.statusPageUrl()),
                page(fields, "privacy_policy_url", before == null ? null : before.privacyPolicyUrl()),
                page(fields, "terms_of_service_url", before == null ? null : before.termsOfServiceUrl()),
                owner,
                sealed != null ? sealed : before == null ? null : before.sealedCredential(),
                Origin.OPERATOR);
        check(provider);
        return provider;
    }

    private static void check(ListedProvider provider) {
        for (String header : provider.forwardedHeaders()) {
            if (UNFORWARDED.contains(header) || header.startsWith("x-fairlead-")) {
                throw Fields.fault("forwarded_headers", "'" + header + "' is never handed on to a provider");
            }
        }
        // Its owner says where requests go: the operator's own credentials must not go there.
        if (provider.owner() != null && !provider.environmentKeys().isEmpty()) {
            throw Fields.fault(
                    "environment_keys", "cannot be used by an organisation's own provider: set its credential");
        }
    }

    private static DataPolicy dataPolicy(Fields fields, DataPolicy before) {
        Integer days = before.retentionDays();
        if (fields.has("retention_days")) {
            days = fields.isNull("retention_days")
                    ? null
                    : Integer.valueOf((int) fields.number("retention_days", null, 0, LONGEST_RETENTION));
        }
        return new DataPolicy(fields.flag("trains", before.trains()), days);
    }

    private static @Nullable String page(Fields fields, String field, @Nullable String before) {
        return fields.clearable(field, before, Formats.WEB_PAGE);
    }
}
