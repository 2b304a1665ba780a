package dev.fairlead.edge.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.fairlead.contracts.identity.OrganisationId;

/** The end user of a caller, as providers and records see it: never by name, and never the same for two callers. */
final class EndUser {

    private static final int LENGTH = 32;

    private EndUser() {}

    static String hash(OrganisationId organisation, String user) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(organisation.value().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(user.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
