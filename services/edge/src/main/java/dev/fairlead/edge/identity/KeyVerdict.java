package dev.fairlead.edge.identity;

import dev.fairlead.contracts.identity.ApiKey;

/** What the edge makes of a key. There is no default: a caller is known, or it is one of the others. */
public sealed interface KeyVerdict {

    /** The key exists; whether it may be used now is for {@link Authenticator} to say. */
    record Known(ApiKey key) implements KeyVerdict {}

    /** There is no such key. */
    record Unknown() implements KeyVerdict {
        public static final Unknown INSTANCE = new Unknown();
    }

    /** Nobody can say now. */
    record Undecided() implements KeyVerdict {
        public static final Undecided INSTANCE = new Undecided();
    }
}
