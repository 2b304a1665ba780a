package dev.fairlead.catalog.registration;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Amounts of dollars in a request: exact, whether written as text or as a number. */
final class Amounts {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,12})?");
    private static final int MOST_DIGITS = 9;
    private static final int MOST_PLACES = 12;
    private static final String EXPECTATION = "must be a decimal of US dollars such as \"2.50\", not negative, with at "
            + "most " + MOST_DIGITS + " digits before and " + MOST_PLACES + " behind the point";

    private Amounts() {}

    static BigDecimal read(String path, JsonNode node) {
        if (node.isTextual() && DECIMAL.matcher(node.textValue()).matches()) {
            return new BigDecimal(node.textValue());
        }
        if (node.isNumber()) {
            BigDecimal amount = node.decimalValue();
            // The exponent first: a number with a vast one must never be written out.
            if (amount.signum() >= 0
                    && amount.scale() <= MOST_PLACES
                    && amount.scale() >= -MOST_DIGITS
                    && amount.precision() - amount.scale() <= MOST_DIGITS) {
                return amount;
            }
        }
        throw Fields.fault(path, EXPECTATION);
    }
}
