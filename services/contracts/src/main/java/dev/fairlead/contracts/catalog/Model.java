package dev.fairlead.contracts.catalog;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A model, whoever serves it.
 *
 * @param id {@code author/slug}
 * @param name as people write it
 * @param mode what it is called for
 * @param released null if unknown
 * @param family what its versions have in common, such as {@code claude-sonnet}; null if it has none
 * @param contextLength tokens of prompt and completion together
 * @param tokenizer the family of its tokenizer
 * @param inputModalities such as {@code text}, {@code image}
 * @param outputModalities such as {@code text}
 * @param aliases other spellings that mean this model
 * @param retires the first day on which it is not served any more; null if none is known
 * @param successor the id of the model that takes its place; null if there is none
 * @param endpoints who serves it; empty if nobody does any more
 */
public record Model(
        String id,
        String name,
        Mode mode,
        @Nullable LocalDate released,
        @Nullable String family,
        long contextLength,
        String tokenizer,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> aliases,
        @Nullable LocalDate retires,
        @Nullable String successor,
        List<Endpoint> endpoints) {

    public Model {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        aliases = List.copyOf(aliases);
        endpoints = List.copyOf(endpoints);
    }

    /** Whether it is gone on that day: by its date, or because no endpoint is left. */
    public boolean isRetired(LocalDate today) {
        if (retires != null && !today.isBefore(retires)) {
            return true;
        }
        for (Endpoint endpoint : endpoints) {
            if (endpoint.standing() != Standing.RETIRED) {
                return false;
            }
        }
        return true;
    }
}
