package dev.fairlead.edge.request;

import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Prices as callers write them: as numbers or as text. */
final class Prices {

    private static final int MOST_DIGITS = 100;
    /** Nothing costs more, nor less without costing nothing. An exponent may stand for more digits than there is memory. */
    private static final int MOST_EXPONENT = 30;

    private static final BigDecimal MOST = BigDecimal.TEN.pow(MOST_EXPONENT);

    private Prices() {}

    /** The price; null if it is none or negative. */
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
            if (price.signum() < 0) {
                return null;
            }
            long exponent = (long) price.precision() - price.scale();
            return exponent > MOST_EXPONENT ? MOST : exponent < -MOST_EXPONENT ? BigDecimal.ZERO : price;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
