package dev.fairlead.catalog.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A property that a listed model has or has not, by its terms, which are in lower case. */
public enum Facet {
    PARAMETER {
        @Override
        Collection<String> terms(Entry entry) {
            return entry.supportedParameters();
        }
    },
    INPUT {
        @Override
        Collection<String> terms(Entry entry) {
            return entry.inputModalities();
        }
    },
    OUTPUT {
        @Override
        Collection<String> terms(Entry entry) {
            return entry.outputModalities();
        }
    },
    CATEGORY {
        @Override
        Collection<String> terms(Entry entry) {
            return entry.model().categories();
        }
    },
    AUTHOR {
        @Override
        Collection<String> terms(Entry entry) {
            return List.of(entry.model().author());
        }
    },
    /** By the provider's id as well as by its name. */
    PROVIDER {
        @Override
        Collection<String> terms(Entry entry) {
            List<String> terms = new ArrayList<>();
            for (Served endpoint : entry.endpoints()) {
                terms.add(endpoint.provider().id());
                terms.add(endpoint.provider().name());
            }
            return terms;
        }
    },
    /** By the tokenizer with its generation and without, such as Llama3 and Llama, and by the family of models. */
    ARCHITECTURE {
        @Override
        Collection<String> terms(Entry entry) {
            List<String> terms = new ArrayList<>();
            String tokenizer = entry.model().tokenizer();
            terms.add(tokenizer);
            terms.add(GENERATION.matcher(tokenizer).replaceFirst(""));
            if (entry.model().family() != null) {
                terms.add(entry.model().family());
            }
            return terms;
        }
    },
    REGION {
        @Override
        Collection<String> terms(Entry entry) {
            return entry.endpoints().stream()
                    .flatMap(endpoint -> Regions.of(endpoint).stream())
                    .toList();
        }
    },
    /** Served by somebody who keeps nothing. */
    ZERO_RETENTION {
        @Override
        Collection<String> terms(Entry entry) {
            return flag(entry.endpoints().stream()
                    .anyMatch(endpoint -> endpoint.provider().dataPolicy().retainsNothing()));
        }
    },
    /** Its output may train other models. */
    DISTILLABLE {
        @Override
        Collection<String> terms(Entry entry) {
            return flag(Boolean.TRUE.equals(entry.model().distillable()));
        }
    },
    /** A request for it would be sent somewhere. */
    USABLE {
        @Override
        Collection<String> terms(Entry entry) {
            return flag(entry.isUsable());
        }
    };

    private static final Pattern GENERATION = Pattern.compile("\\d+$");

    /** The only term of facets that are there or not. */
    public static final String YES = "true";

    abstract Collection<String> terms(Entry entry);

    static String normalised(String term) {
        return term.toLowerCase(Locale.ROOT);
    }

    private static List<String> flag(boolean set) {
        return set ? List.of(YES) : List.of();
    }
}
