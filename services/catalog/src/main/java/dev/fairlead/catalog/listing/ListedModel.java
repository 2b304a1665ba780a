package dev.fairlead.catalog.listing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import org.jspecify.annotations.Nullable;

/**
 * A model, whoever serves it.
 *
 * @param id {@code author/slug}
 * @param name as people write it
 * @param description may be empty
 * @param mode what it is called for
 * @param released null if unknown
 * @param knowledgeCutoff the month or day up to which it was trained, ISO 8601; null if unknown
 * @param family what its versions have in common; null if it has none
 * @param contextLength tokens of prompt and completion together
 * @param tokenizer the family of its tokenizer
 * @param inputModalities such as {@code text}
 * @param outputModalities such as {@code text}
 * @param supportedParameters request parameters that it understands wherever its endpoints do not say otherwise
 * @param reasoning null if it does not reason
 * @param openWeights null if unknown
 * @param huggingFaceId where its weights are; null if unknown or nowhere
 * @param categories uses that it is made for, such as {@code programming}
 * @param distillable whether its output may train other models; null if unknown
 * @param benchmarks scores
 * @param aliases other spellings, in order
 * @param lifecycle its end
 * @param owner the organisation whose own model it is; null if it is everybody's
 * @param origin where it comes from
 * @param endpoints who serves it, in order of their ids
 */
public record ListedModel(
        String id,
        String name,
        String description,
        Mode mode,
        @Nullable LocalDate released,
        @Nullable String knowledgeCutoff,
        @Nullable String family,
        long contextLength,
        String tokenizer,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> supportedParameters,
        @Nullable ReasoningSupport reasoning,
        @Nullable Boolean openWeights,
        @Nullable String huggingFaceId,
        List<String> categories,
        @Nullable Boolean distillable,
        Benchmarks benchmarks,
        List<String> aliases,
        Lifecycle lifecycle,
        @Nullable String owner,
        Origin origin,
        List<ListedEndpoint> endpoints) {

    public ListedModel {
        inputModalities = List.copyOf(inputModalities);
        outputModalities = List.copyOf(outputModalities);
        supportedParameters = List.copyOf(supportedParameters);
        categories = List.copyOf(categories);
        aliases = aliases.stream().sorted().toList();
        endpoints = endpoints.stream()
                .sorted(Comparator.comparing(ListedEndpoint::id))
                .toList();
    }

    /** The plain facts of a model that is everybody's, from the files. */
    public ListedModel(
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
        this(
                id,
                name,
                description,
                Mode.CHAT,
                released,
                null,
                null,
                contextLength,
                tokenizer,
                inputModalities,
                outputModalities,
                List.of(),
                null,
                null,
                null,
                List.of(),
                null,
                Benchmarks.NONE,
                aliases,
                Lifecycle.OPEN,
                null,
                Origin.FILES,
                endpoints);
    }

    public String author() {
        return id.substring(0, id.indexOf('/'));
    }

    /**
     * As the edge and the router see it.
     *
     * @param providers finds the provider of an endpoint
     */
    public Model published(Function<String, ListedProvider> providers) {
        List<Endpoint> published = endpoints.stream()
                .map(endpoint -> endpoint.published(mode, providers.apply(endpoint.provider())))
                .toList();
        return new Model(
                id,
                name,
                mode,
                released,
                family,
                contextLength,
                tokenizer,
                inputModalities,
                outputModalities,
                aliases,
                lifecycle.retires(),
                lifecycle.successor(),
                published);
    }

    /** As it is on a day: endpoints that are not served any more by then, or none if it is not itself, are historical. */
    ListedModel on(LocalDate day) {
        boolean gone = lifecycle.hasRetired(day);
        boolean anyGoes = false;
        for (ListedEndpoint endpoint : endpoints) {
            anyGoes |= endpoint.status() != ListingStatus.HISTORICAL && (gone || endpoint.hasRetired(day));
        }
        return anyGoes
                ? withEndpoints(endpoints.stream()
                        .map(endpoint -> gone || endpoint.hasRetired(day)
                                ? endpoint.withStatus(ListingStatus.HISTORICAL)
                                : endpoint)
                        .toList())
                : this;
    }

    /**
     * These facts by the word of an origin, in the place of {@code current}: its benchmarks, which operators enter, stay, and
     * so does everything if it says the same.
     */
    public ListedModel statedBy(Origin newOrigin, @Nullable ListedModel current) {
        Benchmarks kept = current != null && benchmarks.equals(Benchmarks.NONE) ? current.benchmarks : benchmarks;
        if (current != null) {
            ListedModel stated = with(kept, aliases, current.origin, endpoints);
            if (stated.equals(current.withEndpoints(endpoints))) {
                return current;
            }
        }
        return with(kept, aliases, newOrigin, endpoints);
    }

    private ListedModel with(
            Benchmarks newBenchmarks, List<String> newAliases, Origin newOrigin, List<ListedEndpoint> newEndpoints) {
        return new ListedModel(
                id,
                name,
                description,
                mode,
                released,
                knowledgeCutoff,
                family,
                contextLength,
                tokenizer,
                inputModalities,
                outputModalities,
                supportedParameters,
                reasoning,
                openWeights,
                huggingFaceId,
                categories,
                distillable,
                newBenchmarks,
                newAliases,
                lifecycle,
                owner,
                newOrigin,
                newEndpoints);
    }

    /** With other aliases. */
    public ListedModel withAliases(List<String> others) {
        return others.equals(aliases) ? this : with(benchmarks, others, origin, endpoints);
    }

    /** With other endpoints. */
    public ListedModel withEndpoints(List<ListedEndpoint> others) {
        return with(benchmarks, aliases, origin, others);
    }

    /** Everything in it but its endpoints as text, to be compared and shown. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", name);
        facts.put("description", description);
        facts.put("mode", mode.name().toLowerCase(Locale.ROOT));
        facts.put("released", Facts.text(released));
        facts.put("knowledge_cutoff", Facts.text(knowledgeCutoff));
        facts.put("family", Facts.text(family));
        facts.put("context_length", Long.toString(contextLength));
        facts.put("tokenizer", tokenizer);
        facts.put("input_modalities", String.join(", ", inputModalities));
        facts.put("output_modalities", String.join(", ", outputModalities));
        facts.put("supported_parameters", String.join(", ", supportedParameters));
        facts.put("reasoning", Facts.text(reasoning));
        facts.put("open_weights", Facts.text(openWeights));
        facts.put("hugging_face_id", Facts.text(huggingFaceId));
        facts.put("categories", String.join(", ", categories));
        facts.put("distillable", Facts.text(distillable));
        facts.put("benchmarks", benchmarks.equals(Benchmarks.NONE) ? "" : benchmarks.toString());
        facts.put("aliases", String.join(", ", aliases));
        facts.put("deprecated", Facts.text(lifecycle.deprecated()));
        facts.put("retires", Facts.text(lifecycle.retires()));
        facts.put("successor", Facts.text(lifecycle.successor()));
        facts.put("owner", Facts.text(owner));
        return facts;
    }
}
