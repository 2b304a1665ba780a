package dev.fairlead.platform.identity;

/** Roles as Keycloak's realm names them. */
public final class Roles {

    /** Runs the installation: everybody's catalog and every organisation's own. */
    public static final String OPERATOR = "operator";

    /** Everything in the organisation. */
    public static final String ADMIN = "admin";

    /** Credits, invoices, usage. */
    public static final String BILLING = "billing";

    /** Own keys, usage. */
    public static final String DEVELOPER = "developer";

    /** Looks, changes nothing. */
    public static final String VIEWER = "viewer";

    /** Another service of the suite, by its client credentials. */
    public static final String SERVICE = "service";

    private Roles() {}
}
