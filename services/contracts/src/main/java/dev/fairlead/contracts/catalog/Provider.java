package dev.fairlead.contracts.catalog;

import java.util.List;

/**
 * Somebody who serves models.
 *
 * @param id lower-case slug, such as {@code openai}
 * @param name as people write it
 * @param baseUrl what endpoint paths such as {@code /chat/completions} are appended to; no slash at its end
 * @param dialect the wire format
 * @param authentication how the credential is sent
 * @param environmentKeys names of the environment variables that may hold the credential, in order of preference
 * @param forwardedHeaders request headers that the edge hands on to this provider, in lower case
 */
public record Provider(
        String id,
        String name,
        String baseUrl,
        Dialect dialect,
        Authentication authentication,
        List<String> environmentKeys,
        List<String> forwardedHeaders) {

    public Provider {
        environmentKeys = List.copyOf(environmentKeys);
        forwardedHeaders = List.copyOf(forwardedHeaders);
    }
}
