package dev.fairlead.catalog.listing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who serves models.
 *
 * @param id lower-case slug
 * @param name as people write it
 * @param kind what sort of provider it is
 * @param baseUrl what endpoint paths are appended to; may have places such as <code>{region}</code> that an operator
 *     has to fill in; null if none is known
 * @param dialect the wire format
 * @param authentication how the credential is sent
 * @param environmentKeys environment variables that may hold the credential, in order of preference
 * @param forwardedHeaders request headers handed on to it, in lower case
 * @param dataPolicy what it does with prompts
 * @param headquarters ISO 3166-1 country code; null if unknown
 * @param datacenters ISO 3166-1 country codes; empty if unknown
 * @param documentationUrl null if unknown
 * @param statusPageUrl null if unknown
 * @param privacyPolicyUrl null if unknown
 * @param termsOfServiceUrl null if unknown
 * @param owner the organisation whose own provider it is; null if it is everybody's
 * @param sealedCredential the credential that was entered here, encrypted; null if it comes from the environment
 * @param origin where it comes from
 */
public record ListedProvider(
        String id,
        String name,
        ProviderKind kind,
        @Nullable String baseUrl,
        Dialect dialect,
        Authentication authentication,
        List<String> environmentKeys,
        List<String> forwardedHeaders,
        DataPolicy dataPolicy,
        @Nullable String headquarters,
        List<String> datacenters,
        @Nullable String documentationUrl,
        @Nullable String statusPageUrl,
        @Nullable String privacyPolicyUrl,
        @Nullable String termsOfServiceUrl,
        @Nullable String owner,
        @Nullable String sealedCredential,
        Origin origin) {

    public ListedProvider {
        environmentKeys = List.copyOf(environmentKeys);
        forwardedHeaders = List.copyOf(forwardedHeaders);
        datacenters = List.copyOf(datacenters);
    }

    /** Whether requests can be sent to its address as it stands. */
    public boolean hasAddress() {
        return baseUrl != null && baseUrl.indexOf('{') < 0;
    }

    /** As the edge and the router see it. */
    public Provider published() {
        return new Provider(
                id,
                name,
                hasAddress() ? baseUrl : null,
                dialect,
                authentication,
                environmentKeys,
                forwardedHeaders,
                dataPolicy,
                datacenters,
                owner,
                sealedCredential);
    }

    /**
     * These facts by the word of an origin, in the place of {@code current}: its credential, which operators enter, stays, and
     * so does everything if it says the same.
     */
    public ListedProvider statedBy(Origin newOrigin, @Nullable ListedProvider current) {
        @Nullable
        String kept = sealedCredential == null && current != null ? current.sealedCredential : sealedCredential;
        if (current != null) {
            ListedProvider stated = with(baseUrl, kept, current.origin);
            if (stated.equals(current)) {
                return current;
            }
        }
        return with(baseUrl, kept, newOrigin);
    }

    private ListedProvider with(@Nullable String newBaseUrl, @Nullable String newCredential, Origin newOrigin) {
        return new ListedProvider(
                id,
                name,
                kind,
                newBaseUrl,
                dialect,
                authentication,
                environmentKeys,
                forwardedHeaders,
                dataPolicy,
                headquarters,
                datacenters,
                documentationUrl,
                statusPageUrl,
                privacyPolicyUrl,
                termsOfServiceUrl,
                owner,
                newCredential,
                newOrigin);
    }

    /** With another credential, sealed; null for none. Whose word its facts are by stays the same. */
    public ListedProvider withCredential(@Nullable String sealed) {
        return with(baseUrl, sealed, origin);
    }

    /** With another base URL. */
    public ListedProvider withBaseUrl(String newBaseUrl) {
        return with(newBaseUrl, sealedCredential, origin);
    }

    /** Everything in it as text, to be compared and shown; of the credential only that it is another. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("kind", kind.name().toLowerCase(Locale.ROOT));
        facts.put("base_url", Facts.text(baseUrl));
        facts.put("dialect", dialect.name().toLowerCase(Locale.ROOT));
        facts.put("authentication", authentication.name().toLowerCase(Locale.ROOT));
        facts.put("environment_keys", String.join(", ", environmentKeys));
        facts.put("forwarded_headers", String.join(", ", forwardedHeaders));
        facts.put("trains", Facts.text(dataPolicy.trains()));
        facts.put("retention_days", Facts.text(dataPolicy.retentionDays()));
        facts.put("headquarters", Facts.text(headquarters));
        facts.put("datacenters", String.join(", ", datacenters));
        facts.put("documentation_url", Facts.text(documentationUrl));
        facts.put("status_page_url", Facts.text(statusPageUrl));
        facts.put("privacy_policy_url", Facts.text(privacyPolicyUrl));
        facts.put("terms_of_service_url", Facts.text(termsOfServiceUrl));
        facts.put("owner", Facts.text(owner));
        facts.put("credential", sealedCredential == null ? "" : Facts.fingerprint(sealedCredential));
        return facts;
    }
}
