package dev.fairlead.catalog.listing;

/** How sure it is that a provider serves an endpoint. */
public enum ListingStatus {
    /** In the provider's newest listing. */
    CURRENT,
    /** Only in a source that lags behind; not routable until an operator confirms it. */
    UNVERIFIED,
    /** Still served, and announced to go. */
    DEPRECATED,
    /** Was served once. */
    HISTORICAL
}
