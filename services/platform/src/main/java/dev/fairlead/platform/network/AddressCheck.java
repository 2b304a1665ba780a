package dev.fairlead.platform.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Decides to which addresses a connection may be made that somebody else asked for: public ones, and those that an
 * operator allows. So nobody gets Fairlead to talk to its neighbours, such as databases and a cloud's metadata service.
 *
 * <p>Ways to write an IPv4 address into an IPv6 address (mapped, compatible, nat64, 6to4, Teredo) are judged by the
 * IPv4 address that they lead to.
 */
public final class AddressCheck {

    private record Forbidden(AddressRange range, String name) {

        static Forbidden of(String range, String name) {
            return new Forbidden(AddressRange.parse(range), name);
        }
    }

    private static final int IPV4_BYTES = 4;
    private static final int SIX_TO_FOUR_OFFSET = 2;
    private static final int LAST_OFFSET = 12;

    private final AllowedNetworks allowed;
    // None of these is static: a native executable must not bring addresses along from its build.
    private final List<Forbidden> forbidden = forbidden();
    private final AddressRange compatible = AddressRange.parse("::/96");
    private final AddressRange nat64 = AddressRange.parse("64:ff9b::/96");
    private final AddressRange sixToFour = AddressRange.parse("2002::/16");
    private final AddressRange teredo = AddressRange.parse("2001::/32");

    public AddressCheck(AllowedNetworks allowed) {
        this.allowed = allowed;
    }

    /** Why no connection may be made to this address, to go behind "it is"; null if it may. */
    public @Nullable String refusal(InetAddress address) {
        InetAddress plain = AddressLiteral.ofBytes(address.getAddress());
        if (allowed.contain(plain)) {
            return null;
        }
        for (Forbidden block : forbidden) {
            if (block.range().contains(plain)) {
                return block.name();
            }
        }
        InetAddress embedded = embedded(plain);
        return embedded == null ? null : refusal(embedded);
    }

    /** The IPv4 address that a packet to an IPv6 address ends at; null if that is none of the ways to write one. */
    private @Nullable InetAddress embedded(InetAddress address) {
        if (address instanceof Inet4Address) {
            return null;
        }
        byte[] bytes = address.getAddress();
        if (compatible.contains(address) || nat64.contains(address)) {
            return AddressLiteral.ofBytes(Arrays.copyOfRange(bytes, LAST_OFFSET, bytes.length));
        }
        if (sixToFour.contains(address)) {
            return AddressLiteral.ofBytes(
                    Arrays.copyOfRange(bytes, SIX_TO_FOUR_OFFSET, SIX_TO_FOUR_OFFSET + IPV4_BYTES));
        }
        if (teredo.contains(address)) {
            byte[] inverted = Arrays.copyOfRange(bytes, LAST_OFFSET, bytes.length);
            for (int i = 0; i < inverted.length; i++) {
                inverted[i] = (byte) ~inverted[i];
            }
            return AddressLiteral.ofBytes(inverted);
        }
        return null;
    }

    /** The more telling name first: 169.254.169.254 is link-local too. */
    private static List<Forbidden> forbidden() {
        return List.of(
                Forbidden.of("169.254.169.254", "the address of a cloud's metadata service"),
                Forbidden.of("fd00:ec2::254", "the address of a cloud's metadata service"),
                Forbidden.of("100.100.100.200", "the address of a cloud's metadata service"),
                Forbidden.of("0.0.0.0/8", "an unspecified address"),
                Forbidden.of("127.0.0.0/8", "a loopback address"),
                Forbidden.of("10.0.0.0/8", "a private address"),
                Forbidden.of("172.16.0.0/12", "a private address"),
                Forbidden.of("192.168.0.0/16", "a private address"),
                Forbidden.of("100.64.0.0/10", "a private address"),
                Forbidden.of("169.254.0.0/16", "a link-local address"),
                Forbidden.of("192.0.0.0/24", "a reserved address"),
                Forbidden.of("198.18.0.0/15", "a reserved address"),
                Forbidden.of("224.0.0.0/4", "a multicast address"),
                Forbidden.of("255.255.255.255", "the broadcast address"),
                Forbidden.of("240.0.0.0/4", "a reserved address"),
                Forbidden.of("::", "an unspecified address"),
                Forbidden.of("::1", "a loopback address"),
                Forbidden.of("fe80::/10", "a link-local address"),
                Forbidden.of("fec0::/10", "a private address"),
                Forbidden.of("fc00::/7", "a private address"),
                Forbidden.of("64:ff9b:1::/48", "a private address"),
                Forbidden.of("100::/64", "a reserved address"),
                Forbidden.of("ff00::/8", "a multicast address"));
    }
}
