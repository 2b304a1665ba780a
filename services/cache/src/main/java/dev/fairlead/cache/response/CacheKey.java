package dev.fairlead.cache.response;

import dev.fairlead.contracts.identity.OrganisationId;

/**
 * What a response is stored under. There is no key without an organisation: what one organisation was answered can not
 * even be named by another.
 *
 * @param organisation whose response it is
 * @param digest of everything in the request that the response depends on: 64 hexadecimal digits in lower case
 */
public record CacheKey(OrganisationId organisation, String digest) {

    private static final int DIGITS = 64;

    public CacheKey {
        if (digest.length() != DIGITS
                || !digest.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("a digest is 64 lower-case hexadecimal digits");
        }
    }
}
