package dev.fairlead.edge.routing;

import dev.fairlead.edge.planning.Selection;

/** What is to be tried, one after the other. */
sealed interface Wish {

    /**
     * A model by its name.
     *
     * @param field the request's field that names it, for errors
     * @param weight how often it is to be drawn first; NaN if that is not said
     * @param isOptional whether it may be left out in silence if nobody knows it
     */
    record Named(String name, String field, double weight, boolean isOptional) implements Wish {

        /** As the router chose it, a moment ago. */
        static Named chosen(String name) {
            return new Named(name, "model", Double.NaN, true);
        }

        /** As a request names it in one of its fields. */
        static Named in(String field, String name) {
            return new Named(name, field, Double.NaN, false);
        }

        Named renamed(String other) {
            return new Named(other, field, weight, isOptional);
        }
    }

    /** What was found already. */
    record Ready(Selection selection) implements Wish {}
}
