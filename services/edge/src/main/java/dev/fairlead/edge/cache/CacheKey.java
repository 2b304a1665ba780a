package dev.fairlead.edge.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.request.ChatRequest;

/**
 * What an answer is cached under. It cannot be made without the caller's key, so that nobody is ever given what somebody
 * else was answered.
 *
 * @param organisation whose wall it is behind
 * @param digest SHA-256 of the API key, the kind of endpoint, the stream flag and the body without its white space
 */
public record CacheKey(OrganisationId organisation, String digest) {

    /** The key of a chat request. The order of the body's members matters; white space between them does not. */
    public static CacheKey of(ApiKey caller, ChatRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(caller.hash().value().getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) (request.isStream() ? 1 : 0));
            digest.update("chat/completions\n".getBytes(StandardCharsets.US_ASCII));
            digest.update(withoutSpace(request.body()));
            return new CacheKey(caller.organisation(), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A valid JSON text without the white space between its tokens. */
    static byte[] withoutSpace(byte[] json) {
        byte[] compact = new byte[json.length];
        int length = 0;
        boolean inString = false;
        for (int p = 0; p < json.length; p++) {
            byte b = json[p];
            if (inString) {
                compact[length++] = b;
                if (b == '\\') {
                    compact[length++] = json[++p];
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b > ' ') {
                compact[length++] = b;
                inString = b == '"';
            }
        }
        return Arrays.copyOf(compact, length);
    }
}
