package dev.fairlead.catalog.search;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** A condition on listed models. */
public sealed interface Filter {

    /** Has at least one of the terms. */
    record AnyOf(Facet facet, Set<String> terms) implements Filter {
        public AnyOf {
            terms = normalised(terms);
        }
    }

    /** Has every one of the terms. */
    record AllOf(Facet facet, Set<String> terms) implements Filter {
        public AllOf {
            terms = normalised(terms);
        }
    }

    /** Has not the property, or nobody knows. */
    record Without(Facet facet) implements Filter {}

    /** A number within bounds, both inclusive; null for no bound. What has no such number is left out. */
    record Range(
            Measure measure,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most) implements Filter {

        boolean has(@Nullable BigDecimal value) {
            return value != null
                    && (least == null || value.compareTo(least) >= 0)
                    && (most == null || value.compareTo(most) <= 0);
        }
    }

    /** Every word is somewhere in id, name or an alias, in whatever case. */
    record Words(List<String> words) implements Filter {
        public Words {
            words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        }
    }

    private static Set<String> normalised(Collection<String> terms) {
        return terms.stream().map(Facet::normalised).collect(Collectors.toUnmodifiableSet());
    }
}
