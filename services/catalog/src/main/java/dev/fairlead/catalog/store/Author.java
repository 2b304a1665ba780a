package dev.fairlead.catalog.store;

/**
 * Who changes the catalog, and why.
 *
 * @param who a person's or a service's name
 * @param why in their words
 */
public record Author(String who, String why) {}
