package dev.fairlead.contracts.catalog;

import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A model, whoever serves it.
 *
 * @param id {@code author/slug}
 * @param name as people write it
 * @param description one or two sentences; may be empty
 * @param released null if unknown
 * @param contextLength tokens of prompt and completion together
 * @param tokenizer the family of its tokenizer
 * @param inputModalities such as {@code text}, {@code image}
 * @param outputModalities such as {@code text}
 * @param aliases other spellings that mean this model
 * @param endpoints who serves it; never empty
 */
public record Model(
        String id,
        String name,
        String description,
        @Nullable LocalDate released,
        long contextLength,
        String tokenizer,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> aliases,
        List<Endpoint> endpoints) {

    public Model {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        aliases = List.copyOf(aliases);
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("the model '" + id + "' has no endpoint");
        }
    }
}
