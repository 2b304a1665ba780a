package dev.fairlead.platform.network;

import java.net.InetAddress;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param base its first address
 * @param bits how many leading bits all its addresses share
 */
record AddressRange(InetAddress base, int bits) {

    /**
     * Reads CIDR notation; an address alone is a block of one.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            throw new IllegalArgumentException("'" + text + "' is not a block of addresses such as 10.0.0.0/8");
        }
        int longest = base.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? longest : bits(text, slash, longest);
        AddressRange range = new AddressRange(base, bits);
        if (!range.isFirstAddress()) {
            throw new IllegalArgumentException(
                    "'" + text + "' has bits set behind its first " + bits + ": give the block's first address");
        }
        return range;
    }

    private static int bits(String text, int slash, int longest) {
        String digits = text.substring(slash + 1);
        if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > longest) {
            throw new IllegalArgumentException(
                    "'" + text + "' needs a number of bits from 0 to " + longest + " behind its slash");
        }
        return Integer.parseInt(digits);
    }

    /** Whether an address of the same family lies in this block. */
    boolean contains(InetAddress address) {
        byte[] wanted = base.getAddress();
        byte[] given = address.getAddress();
        if (given.length != wanted.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (given[i] != wanted[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((given[whole] ^ wanted[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }

    private boolean isFirstAddress() {
        byte[] bytes = base.getAddress();
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
