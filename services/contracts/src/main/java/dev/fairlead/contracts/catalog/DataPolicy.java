package dev.fairlead.contracts.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a provider does with prompts and completions.
 *
 * @param trains whether it may train on them; null if unknown
 * @param retentionDays how many days it keeps them, 0 for not at all; null if unknown
 */
public record DataPolicy(@Nullable Boolean trains, @Nullable Integer retentionDays) {

    public static final DataPolicy UNKNOWN = new DataPolicy(null, null);

    /** Whether it is known to keep nothing. */
    public boolean retainsNothing() {
        return retentionDays != null && retentionDays == 0;
    }

    /** Whether it is known not to train on what it gets. */
    public boolean knownNotToTrain() {
        return Boolean.FALSE.equals(trains);
    }
}
