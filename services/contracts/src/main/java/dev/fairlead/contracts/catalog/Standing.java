package dev.fairlead.contracts.catalog;

/** Whether requests are sent to an endpoint, and if not, why. */
public enum Standing {
    ROUTABLE,
    /** Nobody knows what it costs, and no operator has set a ceiling price. */
    UNPRICED,
    /** Its price is beyond belief and not confirmed by an operator. */
    SUSPECT_PRICE,
    /** Not confirmed by the provider's newest listing, nor by an operator. */
    UNVERIFIED,
    /** Its provider has no address here: none is known, or it has a place that an operator has to fill in. */
    NO_ADDRESS,
    /** Its provider does not serve it any more. */
    RETIRED
}
