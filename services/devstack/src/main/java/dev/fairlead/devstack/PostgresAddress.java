package dev.fairlead.devstack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * A PostgreSQL server and who may use it.
 *
 * @param password may be empty
 */
public record PostgresAddress(String host, int port, String user, String password) {

    /** The environment variable that holds the address of a server to use. */
    public static final String VARIABLE = "POSTGRES_URL";

    private static final int DEFAULT_PORT = 5432;

    /**
     * Reads {@code postgresql://user:password@host:port}.
     *
     * @throws StackException if it is anything else; the message does not hold the password
     */
    public static PostgresAddress parse(String url) {
        try {
            URI uri = new URI(url.strip());
            String scheme = String.valueOf(uri.getScheme());
            String credentials = uri.getUserInfo();
            if ((scheme.equals("postgresql") || scheme.equals("postgres"))
                    && uri.getHost() != null
                    && credentials != null) {
                int colon = credentials.indexOf(':');
                String user = colon < 0 ? credentials : credentials.substring(0, colon);
                String password = colon < 0 ? "" : credentials.substring(colon + 1);
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return new PostgresAddress(uri.getHost(), port, user, password);
            }
        } catch (URISyntaxException e) {
            // Falls through: its message would show the password.
        }
        throw new StackException(VARIABLE + " is not of the form postgresql://user:password@host:port: correct it, or"
                + " unset it for an embedded server");
    }

    /** How the services are told. */
    public Map<String, String> environment() {
        return Map.of(
                "POSTGRES_HOST", host,
                "POSTGRES_PORT", Integer.toString(port),
                "POSTGRES_USER", user,
                "POSTGRES_PASSWORD", password);
    }

    /** The address of one of the server's databases for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port;
    }
}
