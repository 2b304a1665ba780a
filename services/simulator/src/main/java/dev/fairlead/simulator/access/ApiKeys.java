package dev.fairlead.simulator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The API keys that the simulator takes: those that are configured, or any if none is. A key is never shown: it goes by
 * its configured name, or by {@code key-} and the first twelve hexadecimal digits of its SHA-256. Thread-safe.
 */
public final class ApiKeys {

    private static final int MOST_REMEMBERED = 10_000;
    private static final int DIGITS = 12;
    private static final String DERIVED = "key-[0-9a-f]{" + DIGITS + "}";

    private final boolean required;
    private final Map<String, String> configured;
    private final ConcurrentHashMap<String, Verdict> verdicts = new ConcurrentHashMap<>();

    /** What the check of a key says. */
    public sealed interface Verdict {

        /** May call. */
        record Accepted(String name) implements Verdict {}

        /** Came without a key. */
        record Missing() implements Verdict {}

        /** Came with a key that is none of ours. */
        record Unknown(String name) implements Verdict {}
    }

    private static final Verdict MISSING = new Verdict.Missing();
    private static final Verdict ANONYMOUS = new Verdict.Accepted("");

    /**
     * The keys to take.
     *
     * @param required whether a call needs a key at all
     * @param configured keys by their names; empty to take any key
     */
    public ApiKeys(boolean required, Map<String, String> configured) {
        this.required = required;
        this.configured = Map.copyOf(configured);
    }

    public Verdict check(@Nullable String key) {
        if (key == null) {
            return required ? MISSING : ANONYMOUS;
        }
        Verdict known = verdicts.get(key);
        if (known != null) {
            return known;
        }
        if (verdicts.mappingCount() > MOST_REMEMBERED) {
            verdicts.clear();
        }
        return verdicts.computeIfAbsent(key, this::judge);
    }

    /** The name that a key goes by, for a key or for such a name. */
    public String nameOf(String keyOrName) {
        boolean isName = configured.containsKey(keyOrName) || keyOrName.matches(DERIVED);
        return isName ? keyOrName : name(keyOrName);
    }

    private Verdict judge(String key) {
        boolean accepted = configured.isEmpty() || configured.containsValue(key);
        return accepted ? new Verdict.Accepted(name(key)) : new Verdict.Unknown(name(key));
    }

    private String name(String key) {
        for (Map.Entry<String, String> entry : configured.entrySet()) {
            if (entry.getValue().equals(key)) {
                return entry.getKey();
            }
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "key-" + HexFormat.of().formatHex(hash, 0, DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
