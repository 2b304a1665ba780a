package dev.fairlead.contracts.redis;

/**
 * The Redis functions that admit and settle requests. They belong to billing, which loads them into Redis under
 * {@link #LIBRARY}; the edge only calls them.
 *
 * <p>A <em>level</em> is anything that money is limited on: an organisation's credits, a key's limit. It is a hash:
 *
 * <ul>
 *   <li>{@code rev}: revision of the limit; absent if Redis does not know the level
 *   <li>{@code left}: nano-dollars that may still be reserved; absent if the level has no limit
 *   <li>{@code used}: nano-dollars settled, in this window
 *   <li>{@code reserved}: nano-dollars reserved and not yet settled
 *   <li>{@code win}: the window that {@code used} counts, empty for a level that never starts anew
 *   <li>{@code limit}: nano-dollars; absent if the level has no limit
 * </ul>
 *
 * <p>It always holds that {@code left = limit - used - reserved}. Amounts are moved by Redis' own 64-bit integer
 * arithmetic; only the comparison with {@code left} goes through a Lua number, which is exact below nine million
 * dollars and therefore wherever a limit is near.
 *
 * <p>A reservation is a member of the partition's lease set: {@code generation|nanos|levelKey|levelKey...}. It can so
 * be given back by anybody when its lease lapses.
 */
public final class AdmissionFunctions {

    /** The function library; a change of meaning gets a new name, so that old and new edges run side by side. */
    public static final String LIBRARY = "fairlead_admission_1";

    /**
     * Reserves an amount on all levels, or on none. Also gives back a few lapsed reservations of the partition.
     *
     * <p>KEYS: lease set, level... ARGV: generation, amount in nanos, lease in milliseconds, window of each level
     * (empty for none).
     *
     * <p>Returns {@code [1]} if admitted; {@code [0, i, left]} if level {@code i} (from 1) has only {@code left}
     * nanos; {@code [-1, i]} if Redis does not know level {@code i}.
     */
    public static final String ADMIT = "fairlead_admit_1";

    /**
     * Ends a reservation, books its actual cost on all levels and appends the usage event.
     *
     * <p>KEYS: lease set, usage stream, level... ARGV: the reservation (member of the lease set), reserved amount in
     * nanos, actual cost in nanos, usage event, traceparent.
     *
     * <p>Returns 1 if the reservation was there; 0 if not (settled before, lapsed or lost): then no level has moved,
     * and the event says so, and billing counts it if it has not booked that generation yet.
     */
    public static final String SETTLE = "fairlead_settle_1";

    /**
     * Ends a reservation that came to nothing, without a usage event.
     *
     * <p>KEYS: lease set, level... ARGV: the reservation, reserved amount in nanos. Returns 1 if it was there.
     */
    public static final String RELEASE = "fairlead_release_1";

    /**
     * Prolongs reservations of requests that still run; one that had lapsed is made again, whatever is left.
     *
     * <p>KEYS: lease set. ARGV: lease in milliseconds, reservation... Returns how many had lapsed.
     */
    public static final String RENEW = "fairlead_renew_1";

    /**
     * Gives back lapsed reservations. KEYS: lease set. ARGV: how many at most. Returns how many were given back.
     */
    public static final String RECLAIM = "fairlead_reclaim_1";

    /**
     * Publishes a level. KEYS: level. ARGV: revision, limit in nanos (empty for none), window (empty for none), used
     * in nanos (applied only if Redis does not know the level). Does nothing if Redis has this revision or a later
     * one. Returns 1 if it was applied.
     */
    public static final String PUBLISH_LEVEL = "fairlead_publish_level_1";

    /** Books a cost that no settlement has moved. KEYS: level... ARGV: cost in nanos. Returns 1. */
    public static final String CHARGE = "fairlead_charge_1";

    private AdmissionFunctions() {}
}
