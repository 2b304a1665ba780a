package dev.fairlead.catalog.publication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.fairlead.catalog.seed.SeedFile;

/** Tells whether catalog files, together with what the configuration changes in them, are those of another time. */
final class FilesDigest {

    private FilesDigest() {}

    /**
     * The same for the same files and base URLs.
     *
     * @param baseUrls base URL by provider
     */
    static String of(List<SeedFile> files, Map<String, String> baseUrls) {
        MessageDigest digest = sha256();
        files.forEach(file -> {
            add(digest, file.name());
            add(digest, file.text());
        });
        new TreeMap<>(baseUrls).forEach((provider, url) -> {
            add(digest, provider);
            add(digest, url);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
