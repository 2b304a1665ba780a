package dev.fairlead.edge.request;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Prices as callers write them: as numbers or as text. */
final class Prices {

    private static final int MOST_DIGITS = 30;

    private Prices() {}

    /** The price; null if it is none, negative or absurdly long. */
    static @Nullable BigDecimal of(JsonNode value) {
        if (!value.isNumber() && !value.isTextual()) {
            return null;
        }
        String text = value.asText();
        if (text.length() > MOST_DIGITS) {
            return null;
        }
        try {
            BigDecimal price = new BigDecimal(text);
            // An exponent may stand for more digits than there is memory.
            boolean sane = Math.abs((long) price.scale()) <= MOST_DIGITS;
            return sane && price.signum() >= 0 ? price : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
