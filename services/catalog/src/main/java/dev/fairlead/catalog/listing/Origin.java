package dev.fairlead.catalog.listing;

/** Where a fact comes from. A later one stands above an earlier one: what an operator says is not undone by a file. */
public enum Origin {
    /** The catalog files that come with Fairlead. */
    FILES,
    /** Facts that an operator had imported. */
    IMPORT,
    /** An operator, or a member of the owning organisation, by hand. */
    OPERATOR
}
