package dev.fairlead.edge.admission;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;

/**
 * What may be spent while Redis cannot be asked: a small amount for each organisation, on each edge, in each outage.
 * This bounds by how much limits can be exceeded then: the allowance times the number of edges.
 */
final class OfflineAllowance {

    private final long allowanceNanos;
    private final ConcurrentMap<OrganisationId, AtomicLong> spent = new ConcurrentHashMap<>();

    OfflineAllowance(Money allowance) {
        this.allowanceNanos = allowance.nanos();
    }

    /** Takes an amount out of the allowance, if it is still there. A key never gets more than its own limit. */
    boolean take(ApiKey key, Money amount) {
        long most = key.limit() == null
                ? allowanceNanos
                : Math.min(allowanceNanos, key.limit().nanos());
        AtomicLong taken = spent.computeIfAbsent(key.organisation(), id -> new AtomicLong());
        while (true) {
            long before = taken.get();
            // Neither side can overflow: both are at most the allowance.
            if (amount.nanos() > most - before) {
                return false;
            }
            if (taken.compareAndSet(before, before + amount.nanos())) {
                return true;
            }
        }
    }

    /** Gives back what was taken and not spent. */
    void giveBack(OrganisationId organisation, Money amount) {
        AtomicLong taken = spent.get(organisation);
        if (taken != null) {
            // Not below zero: it may have been taken in an earlier outage.
            taken.updateAndGet(before -> Math.max(0, before - amount.nanos()));
        }
    }

    /** The outage is over. */
    void reset() {
        spent.clear();
    }
}
