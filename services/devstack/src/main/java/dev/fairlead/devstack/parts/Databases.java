package dev.fairlead.devstack.parts;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import dev.fairlead.devstack.PostgresAddress;
import dev.fairlead.devstack.StackException;

/** The services' databases on a PostgreSQL server. Their tables are the services' own business. */
public final class Databases {

    private static final List<String> NAMES = List.of("billing", "catalog");

    private final PostgresAddress address;

    public Databases(PostgresAddress address) {
        this.address = address;
    }

    /** Why the server cannot be used now; empty if it can. */
    public Optional<String> notReachable() {
        try (Connection connection = connect()) {
            return connection.isValid(2) ? Optional.empty() : Optional.of("does not answer yet");
        } catch (SQLException e) {
            return Optional.of("does not accept connections yet");
        }
    }

    /**
     * Creates those databases that are missing.
     *
     * @throws StackException if the server is away, or does not allow it
     */
    public void create() {
        try (Connection connection = connect()) {
            for (String name : NAMES) {
                if (!exists(connection, name)) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("CREATE DATABASE \"" + name + "\"");
                    }
                }
            }
        } catch (SQLException e) {
            throw new StackException(
                    "cannot use " + address + " (" + firstLine(e) + "): correct " + PostgresAddress.VARIABLE
                            + ", or unset it for an embedded server",
                    e);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, name);
            try (ResultSet result = query.executeQuery()) {
                return result.next();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(address.jdbcUrl("postgres"), properties);
    }
}
