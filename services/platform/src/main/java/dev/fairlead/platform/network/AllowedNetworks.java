package dev.fairlead.platform.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that are not public and that an operator allows all the same, such as those of the model servers in its
 * own network.
 */
public final class AllowedNetworks {

    /** The setting that they come from. */
    public static final String SETTING = "FAIRLEAD_ALLOWED_NETWORKS";

    public static final AllowedNetworks NONE = new AllowedNetworks(List.of());

    private final List<AddressRange> ranges;

    private AllowedNetworks(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /**
     * Reads blocks in CIDR notation with commas between them, such as {@code 10.1.0.0/16,fd00:1::/64}.
     *
     * @throws IllegalArgumentException naming the setting and the block that is wrong
     */
    public static AllowedNetworks parse(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String block = part.strip();
            if (block.isEmpty()) {
                continue;
            }
            try {
                ranges.add(AddressRange.parse(block));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(SETTING + ": " + e.getMessage(), e);
            }
        }
        return ranges.isEmpty() ? NONE : new AllowedNetworks(ranges);
    }

    boolean contain(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
