package dev.fairlead.e2e.faults;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;

/** The organisations of the fault tests: each test has one to itself, so that its books are its own. */
enum Tenant {
    ONE_DOLLAR("1.00"),
    CAPPED_KEY("100"),
    OVERESTIMATED("1.00"),
    BILLING_DIES("100"),
    EDGE_DIES("100"),
    EDGE_DIES_WITH_JOURNAL("100"),
    REDIS_DIES("100"),
    REDIS_AWAY("100"),
    REDIS_FREEZES("100"),
    POSTGRES_AWAY("100"),
    CLIENT_GONE("100"),
    SLOW_READER("100"),
    FLOOD("100");

    private final String dollars;

    Tenant(String dollars) {
        this.dollars = dollars;
    }

    OrganisationId id() {
        return new OrganisationId(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The plain text of its API key. */
    String key() {
        return "sk-fl-v1-" + KeyHash.of(name()).value();
    }

    KeyHash keyHash() {
        return KeyHash.of(key());
    }

    String organisationLevel() {
        return RedisKeys.organisationLevel(id());
    }

    String keyLevel() {
        return RedisKeys.keyLevel(id(), keyHash());
    }

    String leases() {
        return RedisKeys.leases(RedisKeys.partition(id()));
    }

    String usageStream() {
        return RedisKeys.usageStream(RedisKeys.partition(id()));
    }

    /** What billing is to make at its start, as environment variables. */
    static Map<String, String> bootstrap() {
        Map<String, String> variables = new HashMap<>();
        Tenant[] tenants = values();
        for (int i = 0; i < tenants.length; i++) {
            Tenant tenant = tenants[i];
            String prefix = "FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_" + i + "__";
            variables.put(prefix + "ID", tenant.id().value());
            variables.put(prefix + "NAME", tenant.id().value());
            variables.put(prefix + "CREDITS", tenant.dollars);
            variables.put(prefix + "API_KEY", tenant.key());
        }
        return variables;
    }
}
