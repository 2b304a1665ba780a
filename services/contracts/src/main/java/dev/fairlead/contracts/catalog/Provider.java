package dev.fairlead.contracts.catalog;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who serves models.
 *
 * @param id lower-case slug, such as {@code openai}
 * @param name as people write it
 * @param baseUrl what endpoint paths such as {@code /chat/completions} are appended to; no slash at its end; null if
 *     none is known, or if an operator has to fill it in
 * @param dialect the wire format, where an endpoint names no other
 * @param authentication how the credential is sent
 * @param environmentKeys names of the environment variables that may hold the credential, in order of preference
 * @param forwardedHeaders request headers that the edge hands on to this provider, in lower case
 * @param dataPolicy what it does with prompts
 * @param datacenters where it runs, as ISO 3166-1 country codes; empty if unknown
 * @param owner the organisation whose own provider it is; null if it is everybody's
 * @param sealedCredential the credential that was entered here, encrypted; null if it comes from the environment
 */
public record Provider(
        String id,
        String name,
        @Nullable String baseUrl,
        Dialect dialect,
        Authentication authentication,
        List<String> environmentKeys,
        List<String> forwardedHeaders,
        DataPolicy dataPolicy,
        List<String> datacenters,
        @Nullable String owner,
        @Nullable String sealedCredential) {

    public Provider {
        environmentKeys = List.copyOf(environmentKeys);
        forwardedHeaders = List.copyOf(forwardedHeaders);
        datacenters = List.copyOf(datacenters);
    }

    /** A provider that is everybody's and of whose habits nothing is known. */
    public Provider(
            String id,
            String name,
            String baseUrl,
            Dialect dialect,
            Authentication authentication,
            List<String> environmentKeys,
            List<String> forwardedHeaders) {
        this(
                id,
                name,
                baseUrl,
                dialect,
                authentication,
                environmentKeys,
                forwardedHeaders,
                DataPolicy.UNKNOWN,
                List.of(),
                null,
                null);
    }
}
