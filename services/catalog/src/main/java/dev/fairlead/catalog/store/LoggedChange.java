package dev.fairlead.catalog.store;

import java.time.Instant;

import dev.fairlead.catalog.listing.Change;

/**
 * An entry of the change log.
 *
 * @param id grows with every entry
 * @param version the version of the catalog that the change made
 * @param changedAt when
 * @param who by whom
 * @param why for what reason
 * @param change what
 */
public record LoggedChange(long id, long version, Instant changedAt, String who, String why, Change change) {}
