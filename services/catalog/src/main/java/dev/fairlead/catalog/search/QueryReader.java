package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters of the public list. A list of words asks for any of them, but for what a model has to
 * understand ({@code supported_parameters}, {@code input_modalities}), where it asks for all. Parameters that are not
 * known are ignored, since links get strange ones attached on their way.
 */
public final class QueryReader {

    private static final int LONGEST_PAGE = 1_000;
    private static final int USUAL_PAGE = 500;
    private static final int MOST_WORDS = 20;
    private static final String ALL = "all";

    private final ModelIndex index;
    private final @Nullable String organisation;

    /**
     * A reader for one caller.
     *
     * @param index knows which words mean something
     * @param organisation the caller's; null for nobody in particular
     */
    public QueryReader(ModelIndex index, @Nullable String organisation) {
        this.index = index;
        this.organisation = organisation;
    }

    /**
     * The whole question.
     *
     * @param usualOutput what models put out unless the question says otherwise; null for anything
     * @throws InvalidParameterException if a value means nothing
     */
    public ModelQuery read(Parameters parameters, @Nullable String usualOutput) {
        List<Filter> filters = new ArrayList<>();
        readWords(parameters, filters, usualOutput);
        readRanges(parameters, filters);
        String sort = parameters.word("sort", Sort.wireNames());
        Sort order = sort == null ? null : Sort.of(sort);
        return new ModelQuery(filters, order == null ? Sort.NEWEST : order, page(parameters));
    }

    /** Only what comes out, as the count has it. */
    public List<Filter> readOutput(Parameters parameters, @Nullable String usualOutput) {
        List<Filter> filters = new ArrayList<>();
        addOutput(parameters, filters, usualOutput);
        return filters;
    }

    /** Only the page. */
    public static ModelQuery.@Nullable Page page(Parameters parameters) {
        Integer offset = parameters.whole("offset", 0, Integer.MAX_VALUE);
        Integer limit = parameters.whole("limit", 1, LONGEST_PAGE);
        return offset == null && limit == null
                ? null
                : new ModelQuery.Page(offset == null ? 0 : offset, limit == null ? USUAL_PAGE : limit);
    }

    private void readWords(Parameters parameters, List<Filter> filters, @Nullable String usualOutput) {
        addOutput(parameters, filters, usualOutput);
        addAll(filters, Facet.INPUT, closed(parameters, "input_modalities", Vocabulary.INPUTS));
        addAll(filters, Facet.PARAMETER, closed(parameters, "supported_parameters", Vocabulary.PARAMETERS));
        addAny(filters, Facet.AUTHOR, open(parameters, "model_authors", Facet.AUTHOR, List.of()));
        addAny(filters, Facet.PROVIDER, open(parameters, "providers", Facet.PROVIDER, List.of()));
        addAny(filters, Facet.ARCHITECTURE, open(parameters, "arch", Facet.ARCHITECTURE, Vocabulary.TOKENIZERS));
        addOne(filters, Facet.CATEGORY, parameters.word("category", Vocabulary.CATEGORIES));
        addOne(filters, Facet.REGION, parameters.word("region", Vocabulary.REGIONS));
        addOne(filters, Facet.ZERO_RETENTION, parameters.word("zdr", List.of(Facet.YES)));
        String distillable = parameters.word("distillable", List.of(Facet.YES, "false"));
        if (distillable != null) {
            filters.add(
                    distillable.equals(Facet.YES)
                            ? new Filter.AnyOf(Facet.DISTILLABLE, Set.of(Facet.YES))
                            : new Filter.Without(Facet.DISTILLABLE));
        }
        String search = parameters.text("q");
        if (search != null) {
            List<String> words = List.of(search.split("\\s+"));
            if (words.size() > MOST_WORDS) {
                throw new InvalidParameterException("q", "has more than " + MOST_WORDS + " words");
            }
            filters.add(new Filter.Words(words));
        }
    }

    private static void readRanges(Parameters parameters, List<Filter> filters) {
        Integer context = parameters.whole("context", 1, Integer.MAX_VALUE);
        if (context != null) {
            filters.add(new Filter.Range(Measure.CONTEXT, BigDecimal.valueOf(context), null));
        }
        addRange(parameters, filters, Measure.PROMPT_PRICE, "price", null);
        addRange(parameters, filters, Measure.COMPLETION_PRICE, "output_price", null);
        addRange(parameters, filters, Measure.INTELLIGENCE, "intelligence_index", null);
        addRange(parameters, filters, Measure.CODING, "coding_index", null);
        addRange(parameters, filters, Measure.AGENTIC, "agentic_index", null);
        addRange(parameters, filters, Measure.TOOL_SUCCESS, "tool_success_rate", BigDecimal.ONE);
        addBounds(
                filters,
                Measure.AGE_DAYS,
                "age_days",
                number(parameters.whole("min_age_days", 0, Integer.MAX_VALUE)),
                number(parameters.whole("max_age_days", 0, Integer.MAX_VALUE)));
    }

    private static void addRange(
            Parameters parameters, List<Filter> filters, Measure measure, String name, @Nullable BigDecimal most) {
        addBounds(
                filters,
                measure,
                name,
                parameters.decimal("min_" + name, most),
                parameters.decimal("max_" + name, most));
    }

    private static void addBounds(
            List<Filter> filters, Measure measure, String name, @Nullable BigDecimal least, @Nullable BigDecimal most) {
        if (least != null && most != null && least.compareTo(most) > 0) {
            throw new InvalidParameterException("min_" + name, "is above max_" + name);
        }
        if (least != null || most != null) {
            filters.add(new Filter.Range(measure, least, most));
        }
    }

    private static @Nullable BigDecimal number(@Nullable Integer whole) {
        return whole == null ? null : BigDecimal.valueOf(whole);
    }

    private static void addOutput(Parameters parameters, List<Filter> filters, @Nullable String usual) {
        List<String> allowed = new ArrayList<>(Vocabulary.OUTPUTS);
        allowed.add(ALL);
        Set<String> outputs = closed(parameters, "output_modalities", allowed);
        if (outputs.isEmpty() && usual != null) {
            filters.add(new Filter.AnyOf(Facet.OUTPUT, Set.of(usual)));
        } else if (!outputs.contains(ALL)) {
            addAny(filters, Facet.OUTPUT, outputs);
        }
    }

    private static void addAll(List<Filter> filters, Facet facet, Set<String> terms) {
        if (!terms.isEmpty()) {
            filters.add(new Filter.AllOf(facet, terms));
        }
    }

    private static void addAny(List<Filter> filters, Facet facet, Set<String> terms) {
        if (!terms.isEmpty()) {
            filters.add(new Filter.AnyOf(facet, terms));
        }
    }

    private static void addOne(List<Filter> filters, Facet facet, @Nullable String term) {
        if (term != null) {
            filters.add(new Filter.AnyOf(facet, Set.of(term)));
        }
    }

    private static Set<String> closed(Parameters parameters, String name, Collection<String> allowed) {
        return parameters.words(name, allowed::contains, allowed);
    }

    /** Words of which the list itself knows which there are. */
    private Set<String> open(Parameters parameters, String name, Facet facet, Collection<String> besides) {
        Set<String> allowed = new TreeSet<>(index.terms(facet, organisation));
        besides.stream().map(Facet::normalised).forEach(allowed::add);
        return parameters.words(name, allowed::contains, allowed);
    }
}
