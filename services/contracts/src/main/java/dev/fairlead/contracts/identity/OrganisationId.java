package dev.fairlead.contracts.identity;

/**
 * An organisation: the tenant, and the account that pays.
 *
 * @param value lower-case letters, digits and hyphens, at most 63 of them
 */
public record OrganisationId(String value) implements Identifier {

    public OrganisationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "an organisation id is 1 to 63 lower-case letters, digits or hyphens, not '" + value + "'");
        }
    }

    /** Whether {@code value} is well formed; it also ends up in Redis keys and group names. */
    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > 63 || value.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
