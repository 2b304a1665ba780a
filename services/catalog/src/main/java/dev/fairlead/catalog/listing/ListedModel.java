package dev.fairlead.catalog.listing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.Model;
import org.jspecify.annotations.Nullable;

/**
 * A model, whoever serves it.
 *
 * @param id {@code author/slug}
 * @param name as people write it
 * @param description may be empty
 * @param released null if unknown
 * @param contextLength tokens of prompt and completion together
 * @param tokenizer the family of its tokenizer
 * @param inputModalities such as {@code text}
 * @param outputModalities such as {@code text}
 * @param aliases other spellings, in order
 * @param endpoints who serves it, in order of their ids; never empty
 */
public record ListedModel(
        String id,
        String name,
        String description,
        @Nullable LocalDate released,
        long contextLength,
        String tokenizer,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> aliases,
        List<ListedEndpoint> endpoints) {

    public ListedModel {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        aliases = aliases.stream().sorted().toList();
        endpoints = endpoints.stream()
                .sorted(Comparator.comparing(ListedEndpoint::id))
                .toList();
    }

    /** As the edge and the router see it. */
    public Model published() {
        return new Model(
                id,
                name,
                description,
                released,
                contextLength,
                tokenizer,
                inputModalities,
                outputModalities,
                aliases,
                endpoints.stream().map(ListedEndpoint::published).toList());
    }

    /** Everything in it but its endpoints as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("description", description);
        facts.put("released", released == null ? "" : released.toString());
        facts.put("context_length", Long.toString(contextLength));
        facts.put("tokenizer", tokenizer);
        facts.put("input_modalities", String.join(", ", inputModalities));
        facts.put("output_modalities", String.join(", ", outputModalities));
        facts.put("aliases", String.join(", ", aliases));
        return facts;
    }
}
