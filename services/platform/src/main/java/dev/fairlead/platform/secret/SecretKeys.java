package dev.fairlead.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The keys that secrets are sealed with: AES-256 in Galois/counter mode with a random nonce. The first key seals, all
 * of them open, so a key is replaced by putting a new one before it. Thread-safe.
 *
 * <p>A sealed secret is {@code v1.<key id>.<nonce and ciphertext, base64url>}.
 */
public final class SecretKeys {

    /** The setting that they come from. */
    public static final String SETTING = "FAIRLEAD_SECRETS_KEYS";

    private static final String VERSION = "v1";
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int PARTS = 3;

    private final Map<String, SecretKeySpec> keys;
    private final @Nullable String sealingKey;
    private final SecureRandom random = new SecureRandom();

    private SecretKeys(Map<String, SecretKeySpec> keys) {
        this.keys = Map.copyOf(keys);
        this.sealingKey = keys.isEmpty() ? null : keys.keySet().iterator().next();
    }

    /**
     * Reads {@code id:base64,id:base64}, each key of 32 bytes; nothing at all is no keys.
     *
     * @throws IllegalArgumentException naming the setting and the key that is wrong, never its value
     */
    public static SecretKeys parse(String text) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        if (!text.isBlank()) {
            int number = 0;
            for (String entry : text.split(",", -1)) {
                number++;
                read(entry.strip(), number, keys);
            }
        }
        return new SecretKeys(keys);
    }

    private static void read(String entry, int number, Map<String, SecretKeySpec> keys) {
        int colon = entry.indexOf(':');
        String id = colon < 0 ? "" : entry.substring(0, colon);
        if (!KEY_ID.matcher(id).matches()) {
            throw fault("key number " + number
                    + " is not of the form id:base64, with an id of at most 40 letters, digits, '_' and '-'");
        }
        byte[] key = decode(id, entry.substring(colon + 1));
        if (key.length != KEY_BYTES) {
            throw fault("the key '" + id + "' has " + key.length + " bytes instead of " + KEY_BYTES);
        }
        if (keys.putIfAbsent(id, new SecretKeySpec(key, "AES")) != null) {
            throw fault("the key '" + id + "' is given twice");
        }
    }

    // The cause would repeat characters of the key.
    @SuppressWarnings("UnusedException")
    private static byte[] decode(String id, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw fault("the key '" + id + "' is not base64");
        }
    }

    private static IllegalArgumentException fault(String message) {
        return new IllegalArgumentException(SETTING + ": " + message);
    }

    /** Whether there is a key to seal with. */
    public boolean canSeal() {
        return sealingKey != null;
    }

    /**
     * Encrypts a secret.
     *
     * @param purpose what it belongs to, such as a provider's id: it cannot be opened for anything else
     * @throws IllegalStateException if there is no key
     */
    public String seal(String secret, String purpose) {
        SecretKeySpec key = sealingKey == null ? null : keys.get(sealingKey);
        if (key == null) {
            throw new IllegalStateException(SETTING + " is not set");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] ciphertext;
        try {
            ciphertext = cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose).doFinal(bytes(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt with " + ALGORITHM, e);
        }
        byte[] both = new byte[nonce.length + ciphertext.length];
        System.arraycopy(nonce, 0, both, 0, nonce.length);
        System.arraycopy(ciphertext, 0, both, nonce.length, ciphertext.length);
        return VERSION
                + '.'
                + sealingKey
                + '.'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /**
     * Decrypts a secret.
     *
     * @param purpose the one that it was sealed for
     * @throws SealBrokenException if the key is not there, it was sealed for something else, or it was tampered with
     */
    public String open(String sealed, String purpose) throws SealBrokenException {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != PARTS
                || !parts[0].equals(VERSION)
                || !KEY_ID.matcher(parts[1]).matches()) {
            throw new SealBrokenException("it is not a sealed secret of version " + VERSION);
        }
        SecretKeySpec key = keys.get(parts[1]);
        if (key == null) {
            throw new SealBrokenException(
                    "it was sealed with the key '" + parts[1] + "', which is not among " + SETTING);
        }
        return new String(decrypt(parts[2], key, parts[1], purpose), StandardCharsets.UTF_8);
    }

    // The cause says nothing more than that it failed.
    @SuppressWarnings("UnusedException")
    private static byte[] decrypt(String base64, SecretKeySpec key, String keyId, String purpose)
            throws SealBrokenException {
        try {
            byte[] both = Base64.getUrlDecoder().decode(base64);
            if (both.length > NONCE_BYTES) {
                byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
                return cipher(Cipher.DECRYPT_MODE, key, nonce, purpose)
                        .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Told below, in the same words: what exactly did not fit is nobody's business.
        }
        throw new SealBrokenException("the key '" + keyId + "' does not open it for this purpose");
    }

    /** Whether it was sealed with the key that seals now. */
    public boolean isSealedWithFirstKey(String sealed) {
        return sealingKey != null && sealed.startsWith(VERSION + '.' + sealingKey + '.');
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String purpose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bytes(purpose));
        return cipher;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The ids of the keys. */
    @Override
    public String toString() {
        return keys.keySet().toString();
    }
}
