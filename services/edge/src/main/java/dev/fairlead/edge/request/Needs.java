package dev.fairlead.edge.request;

import java.util.Set;

/**
 * What a request needs of a model that it does not name.
 *
 * @param parameters request parameters that have to be understood, such as {@code tools}
 * @param inputModalities besides text, such as {@code image}
 */
public record Needs(Set<String> parameters, Set<String> inputModalities) {

    public Needs {
        parameters = Set.copyOf(parameters);
        inputModalities = Set.copyOf(inputModalities);
    }
}
