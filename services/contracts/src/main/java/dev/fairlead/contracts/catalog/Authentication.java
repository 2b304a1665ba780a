package dev.fairlead.contracts.catalog;

/** How a provider wants to see the credential. */
public enum Authentication {
    /** {@code Authorization: Bearer ...} */
    BEARER,
    /** {@code x-api-key: ...} */
    API_KEY_HEADER,
    /** No credential at all, such as a model server in one's own network. */
    NONE
}
