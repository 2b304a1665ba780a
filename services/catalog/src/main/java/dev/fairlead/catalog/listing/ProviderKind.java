package dev.fairlead.catalog.listing;

/** What sort of provider it is. */
public enum ProviderKind {
    /** Serves its own models. */
    FIRST_PARTY,
    CLOUD,
    /** Serves the open models of others. */
    INFERENCE_HOST,
    /** Resells other providers. */
    AGGREGATOR,
    /** Somebody's own machines. */
    PRIVATE
}
