package dev.fairlead.edge.dispatch;

import dev.fairlead.contracts.usage.RouteTaken;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a request on its way to its plan, as far as carrying the plan out depends on it.
 *
 * @param requested the model as the caller spelled it
 * @param kind how its models were found, in the words of {@code openrouter_metadata}: {@code direct}, {@code auto},
 *     {@code free}, {@code latest}, {@code alias}, {@code fallback}, ...
 * @param taken what decided besides the request; null if nothing did
 * @param hedge whether a second attempt may be made while the first is slow
 * @param wantsMetadata whether the answer says how it came about
 * @param conversation what is the same for all requests of one conversation; 0 if it belongs to none
 * @param namesSession whether the caller itself named the conversation
 */
public record Routing(
        String requested,
        String kind,
        @Nullable RouteTaken taken,
        boolean hedge,
        boolean wantsMetadata,
        long conversation,
        boolean namesSession) {

    private static final String DIRECT = "direct";

    /** A request for a model by its name, with no further wishes. */
    public static Routing direct(String requested) {
        return new Routing(requested, DIRECT, null, false, false, 0, false);
    }
}
