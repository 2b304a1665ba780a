package dev.fairlead.contracts.redis;

import java.time.LocalDate;

import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;

/**
 * The names of everything that Fairlead keeps in Redis.
 *
 * <p>Whatever belongs to an organisation carries the hash tag of the organisation's partition, so that in a Redis
 * Cluster the admission functions touch one slot only.
 */
public final class RedisKeys {

    /** Into how many partitions organisations are spread. Changing it needs an empty usage stream. */
    public static final int PARTITIONS = 16;

    /**
     * Snapshot of the catalog; see {@link #snapshotChannel}. Its last part is the version of the bytes' format: a new
     * format lies beside the old one, so that services of two releases can run at once.
     */
    public static final String CATALOG_SNAPSHOT = "fairlead:catalog:1";

    /** Snapshot of the routing table; see {@link #snapshotChannel}. */
    public static final String ROUTING_TABLE = "fairlead:routing";

    /** Snapshot of what people have written down about routing; see {@link #snapshotChannel}. */
    public static final String ROUTING_RULES = "fairlead:rules";

    /** Field of a snapshot's hash: its version, decimal. */
    public static final String SNAPSHOT_VERSION = "version";

    /** Field of a snapshot's hash: its bytes, for the routing table gzipped JSON, for the catalog its own format. */
    public static final String SNAPSHOT_BODY = "body";

    /** Channel on which billing announces every change of an API key, as the JSON of the key. */
    public static final String KEY_CHANGES = "fairlead:key-changes";

    /**
     * Channel on which an edge asks billing to publish spending levels that Redis does not know: one level key per
     * message.
     */
    public static final String LEVEL_WANTED = "fairlead:level-wanted";

    /**
     * Stream of attempt outcomes: field {@link #OUTCOMES_FIELD} holds a JSON array. Trimmed by the router as soon as it
     * has saved what it learned; never the truth.
     */
    public static final String OUTCOMES = "fairlead:outcomes";

    /** Field of {@link #OUTCOMES}. */
    public static final String OUTCOMES_FIELD = "o";

    /** Field of a usage stream's entry: the JSON of the usage event. */
    public static final String USAGE_EVENT = "e";

    /** Field of a usage stream's entry: the W3C {@code traceparent} of the request; may be empty. */
    public static final String USAGE_TRACE = "t";

    /**
     * Field of a usage stream's entry: {@code 1} if the settlement has moved the spending levels, {@code 0} if that
     * is left to billing, because the reservation was no longer there.
     */
    public static final String USAGE_COUNTED = "c";

    /** The consumer group in which billing reads the usage streams. */
    public static final String BILLING_GROUP = "billing";

    private RedisKeys() {}

    /** The channel on which a new version of a snapshot is announced; the message is the version, decimal. */
    public static String snapshotChannel(String snapshotKey) {
        return snapshotKey + ":versions";
    }

    /** The published record of an API key: JSON. */
    public static String apiKey(KeyHash hash) {
        return "fairlead:key:" + hash.value();
    }

    /** The partition of an organisation, from 0 to {@link #PARTITIONS} - 1. */
    public static int partition(OrganisationId organisation) {
        return Math.floorMod(organisation.value().hashCode(), PARTITIONS);
    }

    /** The usage stream of a partition. */
    public static String usageStream(int partition) {
        return "fairlead:{" + partition + "}:usage";
    }

    /** The open reservations of a partition: a sorted set, by the time at which each lapses in epoch milliseconds. */
    public static String leases(int partition) {
        return "fairlead:{" + partition + "}:leases";
    }

    /** The spending level of an organisation: a hash, see {@link AdmissionFunctions}. */
    public static String organisationLevel(OrganisationId organisation) {
        return "fairlead:{" + partition(organisation) + "}:level:org:" + organisation.value();
    }

    /**
     * What was left of a spending level when {@code fairlead/budget} first asked on a day: nano-dollars, decimal. Expires
     * by itself.
     *
     * @param level the level's key
     * @param day in UTC
     */
    public static String budgetDay(String level, LocalDate day) {
        return level.replace(":level:", ":budget-day:") + ':' + day;
    }

    /** The spending level of an API key: a hash, see {@link AdmissionFunctions}. */
    public static String keyLevel(OrganisationId organisation, KeyHash key) {
        return "fairlead:{" + partition(organisation) + "}:level:key:" + key.value();
    }
}
