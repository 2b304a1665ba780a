package dev.fairlead.contracts.policy;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Whether a condition holds, where what it asks about may be unknown (Kleene's three values). */
enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    /** Whether a fact passes a test; unknown if the fact is. */
    static <T> Truth of(@Nullable T fact, Function<T, Boolean> test) {
        return fact == null ? UNKNOWN : of(test.apply(fact));
    }

    Truth not() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    Truth or(Truth other) {
        return this == TRUE || other == TRUE ? TRUE : this == FALSE ? other : this;
    }

    /** True if all are, false if one is. */
    static <T> Truth all(List<T> parts, Function<T, Truth> truth) {
        Truth all = TRUE;
        for (T part : parts) {
            switch (truth.apply(part)) {
                case FALSE -> {
                    return FALSE;
                }
                case UNKNOWN -> all = UNKNOWN;
                case TRUE -> {}
            }
        }
        return all;
    }

    /** True if one is, false if all are. */
    static <T> Truth any(List<T> parts, Function<T, Truth> truth) {
        return all(parts, part -> truth.apply(part).not()).not();
    }
}
