package dev.fairlead.contracts.catalog.names;

import java.util.List;

import dev.fairlead.contracts.catalog.Model;

/** What a name means to a caller. */
public sealed interface Resolution {

    /**
     * One model.
     *
     * @param variants in the order in which they were written; empty for the plain model
     */
    record Found(Model model, List<Variant> variants) implements Resolution {
        public Found {
            variants = List.copyOf(variants);
        }
    }

    /**
     * Any model that a wildcard matches and that is not retired.
     *
     * @param models in order of their ids; not empty
     * @param variants in the order in which they were written
     */
    record Pattern(List<Model> models, List<Variant> variants) implements Resolution {
        public Pattern {
            models = List.copyOf(models);
            variants = List.copyOf(variants);
        }
    }

    /** More than one model, of which the caller has to name one: their ids, sorted. */
    record Ambiguous(List<String> candidates) implements Resolution {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /** No model: the ids of those whose names are like it, the likest first; may be empty. */
    record Unknown(List<String> nearest) implements Resolution {
        public Unknown {
            nearest = List.copyOf(nearest);
        }
    }

    /**
     * A name that means something, with a suffix that does not.
     *
     * @param base the name without its suffixes
     * @param suffix the one that means nothing
     * @param known the suffixes that may stand behind this name
     */
    record UnknownVariant(String base, String suffix, List<String> known) implements Resolution {
        public UnknownVariant {
            known = List.copyOf(known);
        }
    }
}
