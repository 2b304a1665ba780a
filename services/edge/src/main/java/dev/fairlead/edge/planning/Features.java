package dev.fairlead.edge.planning;

import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a request needs of an endpoint.
 *
 * @param promptTokens the most tokens that its prompt can have
 * @param leastPromptTokens the fewest tokens that its prompt can have; 0 if that cannot be told
 * @param completionTokens the most tokens that it asks for, per choice; -1 if it leaves that to the model
 * @param choices how many completions it asks for
 * @param serviceTier the service tier that it asks for; null for the usual one
 * @param isUsualTierExplicit whether it asks for the usual service tier in so many words
 * @param parameters the parameters of the request, as the catalog names them
 * @param offersTools whether there are tools that the model may call
 * @param inputModalities what it holds besides text, such as {@code image}; found out when first asked for
 */
public record Features(
        long promptTokens,
        long leastPromptTokens,
        long completionTokens,
        int choices,
        @Nullable String serviceTier,
        boolean isUsualTierExplicit,
        Set<String> parameters,
        boolean offersTools,
        Supplier<Set<String>> inputModalities) {

    public Features {
        parameters = Set.copyOf(parameters);
    }

    /** A request of text, with no parameters that matter. */
    public static Features ofText(long promptTokens, long completionTokens) {
        return new Features(promptTokens, 0, completionTokens, 1, null, false, Set.of(), false, Set::of);
    }
}
