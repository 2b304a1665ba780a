package dev.fairlead.billing.request;

import java.math.BigDecimal;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a request. Read one by one instead of bound to a record, because a field that is
 * absent and one that is null mean different things here, and because a field that nobody may set is refused by name.
 */
public final class Fields {

    private static final int LONGEST_SHOWN = 60;

    private final JsonNode body;

    private Fields(JsonNode body) {
        this.body = body;
    }

    /** The fields of a body; refuses one that is no object or has a field other than these. */
    public static Fields of(@Nullable JsonNode body, String... allowed) {
        if (body == null || !body.isObject()) {
            throw new ProblemException(Problem.of(400, "Invalid body", "The body must be a JSON object."));
        }
        Set<String> known = Set.of(allowed);
        body.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw fault(printable(field), "is not a field that can be set here");
            }
        });
        return new Fields(body);
    }

    public boolean has(String field) {
        return body.has(field);
    }

    /** Whether the field is there, and null. */
    public boolean isNull(String field) {
        JsonNode node = body.get(field);
        return node != null && node.isNull();
    }

    /** Text that a person may have written; null if it is absent or null. */
    public @Nullable String text(String field, int longest) {
        JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw fault(field, "must be a string");
        }
        String text = node.textValue().strip();
        if (text.codePointCount(0, text.length()) > longest) {
            throw fault(field, "must not be longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF))) {
            throw fault(field, "must not hold control characters");
        }
        return text;
    }

    /** As {@link #text}, where line breaks and tabs belong to it; control characters otherwise go. */
    public @Nullable String prose(String field, int longest) {
        JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw fault(field, "must be a string");
        }
        String text = node.textValue();
        if (text.codePointCount(0, text.length()) > longest) {
            throw fault(field, "must not be longer than " + longest + " characters");
        }
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF)))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    public @Nullable Boolean flag(String field) {
        JsonNode node = body.get(field);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            throw fault(field, "must be true or false");
        }
        return node.booleanValue();
    }

    /** A number, exactly as it was written; null if it is absent or null. */
    public @Nullable BigDecimal number(String field, String expectation) {
        JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw fault(field, expectation);
        }
        return node.decimalValue();
    }

    /** An amount of dollars between zero and {@code greatest}. */
    public static Money amount(String field, BigDecimal usd, Money greatest) {
        if (usd.signum() < 0) {
            throw fault(field, "must not be negative");
        }
        if (usd.compareTo(greatest.toUsd()) > 0) {
            throw fault(field, "must not be greater than " + greatest.toUsd().toPlainString());
        }
        try {
            return Money.ofUsd(usd);
        } catch (ArithmeticException e) {
            throw fault(field, "must not have more than " + Money.SCALE + " decimal places");
        }
    }

    /** The refusal of a value. */
    public static ProblemException fault(String field, String detail) {
        return new ProblemException(Problem.ofField(400, "Invalid value", field, detail));
    }

    private @Nullable JsonNode present(String field) {
        JsonNode node = body.get(field);
        return node == null || node.isNull() ? null : node;
    }

    private static String printable(String field) {
        String shortened = field.length() > LONGEST_SHOWN ? field.substring(0, LONGEST_SHOWN) + "..." : field;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
