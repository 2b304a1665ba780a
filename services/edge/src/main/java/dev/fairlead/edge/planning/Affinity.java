package dev.fairlead.edge.planning;

import org.jspecify.annotations.Nullable;

/**
 * Where a conversation belongs, so that a provider finds its prompt in its cache again.
 *
 * @param conversation what is the same for all requests of one conversation of one caller, on every edge; 0 if the
 *     request belongs to none
 * @param endpoint the id of the endpoint that answered last and has the prompt in its cache; null if none is known
 */
public record Affinity(long conversation, @Nullable String endpoint) {

    public static final Affinity NONE = new Affinity(0, null);
}
