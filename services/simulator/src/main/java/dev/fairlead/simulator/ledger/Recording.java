package dev.fairlead.simulator.ledger;

/**
 * Which calls the ledger keeps.
 *
 * @param sample the share of calls, from 0 to 1, evenly spread
 */
public record Recording(boolean enabled, double sample) {

    public Recording {
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("sample must be from 0 to 1");
        }
    }

    /** Whether the n-th call, counted from 1, is kept. */
    boolean keeps(long n) {
        return enabled && (sample == 1 || (long) (n * sample) != (long) ((n - 1) * sample));
    }
}
