package dev.fairlead.devstack;

/**
 * Credentials that every stack of this kind has. They open nothing but a stack on somebody's own machine; no deployment
 * knows them.
 */
public final class Demo {

    /** API key of the organisation {@code acme}, which has $100. */
    public static final String ACME_KEY = "sk-fl-v1-" + "de30".repeat(16);

    /** API key of the organisation {@code globex}, which has $10. */
    public static final String GLOBEX_KEY = "sk-fl-v1-" + "de31".repeat(16);

    /** With this the edge calls the simulator. */
    public static final String SIMULATOR_KEY = "sim-key";

    /** With this the edge logs in at Keycloak. */
    public static final String EDGE_CLIENT_SECRET = "demo-edge-secret";

    /** Name and password of Keycloak's own administrator. */
    public static final String KEYCLOAK_ADMIN = "admin";

    private Demo() {}
}
