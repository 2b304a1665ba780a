package dev.fairlead.catalog.search;

import java.util.Collection;
import java.util.List;

import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * One line of the public list: a model, or one of its variants.
 *
 * @param id the model's id, with {@code :variant} if it is one
 * @param model the model
 * @param variant such as {@code free}; null for the plain model
 * @param endpoints who serves it, the most attractive first; never empty
 */
public record Entry(String id, ListedModel model, @Nullable String variant, List<Served> endpoints) {

    public Entry {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("nobody serves " + id);
        }
        endpoints = endpoints.stream().sorted(Served.MOST_ATTRACTIVE_FIRST).toList();
    }

    /** The endpoint whose price and limits stand for all: the cheapest routable one, else the cheapest. */
    public Served top() {
        return endpoints.getFirst();
    }

    /** Tokens of prompt and completion together; 0 if unknown. */
    public long contextLength() {
        if (variant == null) {
            return model.contextLength();
        }
        return endpoints.stream()
                .mapToLong(endpoint -> endpoint.listed().contextLength())
                .max()
                .orElse(0);
    }

    /** What it understands wherever it is served, in the order of the API's document; others are left out. */
    public List<String> supportedParameters() {
        List<String> understood = endpoints.stream()
                .map(this::parametersOf)
                .flatMap(Collection::stream)
                .distinct()
                .toList();
        return Vocabulary.PARAMETERS.stream().filter(understood::contains).toList();
    }

    /** What an endpoint understands: what it says itself, else what the model does. */
    public List<String> parametersOf(Served endpoint) {
        List<String> own = endpoint.listed().supportedParameters();
        return own.isEmpty() ? model.supportedParameters() : own;
    }

    public List<String> inputModalities() {
        return Vocabulary.INPUTS.stream()
                .filter(model.inputModalities()::contains)
                .toList();
    }

    /** What comes out, in the API's words, which tell what is not a conversation by its purpose. */
    public List<String> outputModalities() {
        return switch (model.mode()) {
            case EMBEDDING -> List.of("embeddings");
            case RERANK -> List.of("rerank");
            case AUDIO_SPEECH -> List.of("speech");
            case AUDIO_TRANSCRIPTION -> List.of("transcription");
            default ->
                Vocabulary.OUTPUTS.stream()
                        .filter(model.outputModalities()::contains)
                        .toList();
        };
    }

    /** Whether anybody would get an answer. */
    public boolean isUsable() {
        return top().isRoutable();
    }
}
