package dev.fairlead.catalog.listing;

/** How sure a price is. */
public enum PriceStatus {
    LISTED,
    /** The provider charges nothing. */
    ZERO,
    /** Sources disagree; the most trustworthy one is followed. */
    DISPUTED,
    /** Far from what others charge for the same model; not routable until an operator confirms it. */
    SUSPECT,
    /** Nobody knows. */
    UNKNOWN
}
