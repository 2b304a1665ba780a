package dev.fairlead.platform.network;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The address of a provider, to which the paths of its endpoints are appended. Read strictly and written in one way
 * only, so that whoever checks it and whoever connects to it mean the same host.
 *
 * @param secure whether it is https
 * @param host lower-case ASCII, without a dot at its end; an IPv6 address without its brackets
 * @param port always there, the scheme's own too
 * @param path empty, or begins with a slash and does not end with one
 */
public record BaseUrl(boolean secure, String host, int port, String path) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST = 2_000;
    private static final int LONGEST_HOST = 253;

    private static final Pattern PARTS =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/]*)(?<path>/.*)?", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[(?<six>[^\\[\\]]*)]|(?<name>[^:\\[\\]]*))(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");
    // What resolvers take for (a part of) an IPv4 address in one spelling or another: 127.1, 0x7f.0.0.1, 2130706433.
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*");

    /**
     * Reads and normalises a URL.
     *
     * @throws IllegalArgumentException with what is wrong, to go behind the name of a field
     */
    public static BaseUrl parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (text.length() > LONGEST || !parts.matches()) {
            throw new IllegalArgumentException("must be a URL such as https://api.example.com/v1");
        }
        boolean secure = isSecure(parts.group("scheme"));
        String authority = parts.group("authority");
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not hold a user or password");
        }
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority);
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("must not have a query or a fragment");
        }
        if (!hostAndPort.matches()) {
            throw new IllegalArgumentException("does not name a host such as api.example.com");
        }
        String six = hostAndPort.group("six");
        String host = six == null ? name(hostAndPort.group("name")) : ipv6(six);
        return new BaseUrl(secure, host, port(hostAndPort.group("port"), secure), path(parts.group("path")));
    }

    private static boolean isSecure(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> false;
            default -> throw new IllegalArgumentException("must begin with http:// or https://");
        };
    }

    private static String ipv6(String text) {
        InetAddress address = text.indexOf(':') < 0 ? null : AddressLiteral.parse(text);
        if (address == null) {
            throw new IllegalArgumentException("does not have a valid IPv6 address in its brackets");
        }
        // One that maps an IPv4 address is that: it is where the connection would go.
        return address.getHostAddress();
    }

    private static String name(String text) {
        String name;
        try {
            name = IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("does not name a host such as api.example.com", e);
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() > LONGEST_HOST || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("does not name a host such as api.example.com");
        }
        if (ENDS_IN_A_NUMBER.matcher(name).matches() && AddressLiteral.parse(name) == null) {
            throw new IllegalArgumentException(
                    "must spell an IPv4 address as four decimal numbers, such as 203.0.113.7");
        }
        return name;
    }

    private static int port(@Nullable String text, boolean secure) {
        if (text == null) {
            return secure ? HTTPS_PORT : HTTP_PORT;
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("must have a port from 1 to " + LAST_PORT);
        }
        return port;
    }

    private static String path(@Nullable String text) {
        if (text == null) {
            return "";
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        String path = text.substring(0, end);
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("has a path with characters that do not belong there");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("must not have '.' or '..' in its path");
            }
        }
        return path;
    }

    /** The host as an address, if it is written as one; null if it is a name. */
    public @Nullable InetAddress address() {
        return AddressLiteral.parse(host);
    }

    /** Whether requests to {@code other} go to the same server, whatever their paths. */
    public boolean hasSameOrigin(BaseUrl other) {
        return secure == other.secure && port == other.port && host.equals(other.host);
    }

    /** The host as it stands in a URL. */
    public String hostInUrl() {
        return host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    }

    /** The one way to write it. */
    @Override
    public String toString() {
        boolean usualPort = port == (secure ? HTTPS_PORT : HTTP_PORT);
        return (secure ? "https://" : "http://") + hostInUrl() + (usualPort ? "" : ":" + port) + path;
    }
}
