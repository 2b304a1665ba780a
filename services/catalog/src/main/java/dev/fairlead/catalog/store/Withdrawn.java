package dev.fairlead.catalog.store;

import dev.fairlead.catalog.listing.Change;

/**
 * Something that is not listed any more. Its row stays, and with it by whose word it went: facts of a lower origin do
 * not bring it back.
 *
 * @param subject a provider, a model or an endpoint
 * @param id its id
 */
public record Withdrawn(Change.Subject subject, String id) {}
