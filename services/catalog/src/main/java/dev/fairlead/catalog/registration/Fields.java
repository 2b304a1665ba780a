package dev.fairlead.catalog.registration;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a request. Read one by one instead of bound to a record, because a field that is absent
 * keeps what was there before, one that is null clears it, and one that nobody may set is refused by name.
 */
final class Fields {

    private static final int LONGEST_SHOWN = 60;
    private static final int MOST_ELEMENTS = 200;

    private final JsonNode body;
    private final String path;

    private Fields(JsonNode body, String path) {
        this.body = body;
        this.path = path;
    }

    /** The fields of a body; refuses one that is no object or has a field other than these. */
    static Fields of(@Nullable JsonNode body, Collection<String> allowed) {
        if (body == null || !body.isObject()) {
            throw new ProblemException(Problem.of(400, "Invalid body", "The body must be a JSON object."));
        }
        return new Fields(body, "").only(allowed);
    }

    private Fields only(Collection<String> allowed) {
        body.fieldNames().forEachRemaining(field -> {
            if (!allowed.contains(field)) {
                throw fault(
                        pathOf(printable(field)),
                        "is not a field that can be set here; known are " + String.join(", ", new TreeSet<>(allowed)));
            }
        });
        return this;
    }

    boolean has(String field) {
        return body.has(field);
    }

    /** Whether the field is there, and null. */
    boolean isNull(String field) {
        JsonNode node = body.get(field);
        return node != null && node.isNull();
    }

    /** Text that has to be there, unless it was {@code before}. */
    String text(String field, @Nullable String before, Format format) {
        String text = has(field) ? optional(field, format) : before;
        if (text == null) {
            throw missing(field);
        }
        return text;
    }

    /** Text that may be cleared. */
    @Nullable
    String clearable(String field, @Nullable String before, Format format) {
        return has(field) ? optional(field, format) : before;
    }

    /** Text; null if it is absent or null. */
    @Nullable
    String optional(String field, Format format) {
        JsonNode node = present(field);
        return node == null ? null : matching(pathOf(field), node, format);
    }

    /** Texts, none of them twice. */
    List<String> texts(String field, List<String> before, Format format) {
        if (!has(field)) {
            return before;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(field)) {
            String text = matching(pathOf(field) + '[' + texts.size() + ']', element, format);
            if (texts.contains(text)) {
                throw fault(pathOf(field), "has '" + text + "' twice");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A whole number from {@code least} to {@code most}; has to be there, unless it was {@code before}. */
    long number(String field, @Nullable Long before, long least, long most) {
        JsonNode node = present(field);
        if (!has(field) && before != null) {
            return before;
        }
        if (node == null) {
            throw missing(field);
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || node.longValue() < least
                || node.longValue() > most) {
            throw fault(pathOf(field), "must be a whole number from " + least + " to " + most);
        }
        return node.longValue();
    }

    @Nullable
    Boolean flag(String field, @Nullable Boolean before) {
        if (!has(field)) {
            return before;
        }
        JsonNode node = present(field);
        if (node != null && !node.isBoolean()) {
            throw fault(pathOf(field), "must be true or false");
        }
        return node == null ? null : node.booleanValue();
    }

    @Nullable
    LocalDate date(String field, @Nullable LocalDate before) {
        if (!has(field)) {
            return before;
        }
        JsonNode node = present(field);
        if (node == null) {
            return null;
        }
        try {
            if (node.isTextual() && node.textValue().length() == "2026-01-31".length()) {
                return LocalDate.parse(node.textValue());
            }
        } catch (DateTimeParseException e) {
            throw fault(pathOf(field), "must be a day such as 2026-01-31");
        }
        throw fault(pathOf(field), "must be a day such as 2026-01-31");
    }

    /** One of some constants, by its name in lower case; has to be there, unless it was {@code before}. */
    <E extends Enum<E>> E oneOf(String field, @Nullable E before, Collection<E> allowed) {
        JsonNode node = present(field);
        if (!has(field) && before != null) {
            return before;
        }
        if (node == null) {
            throw missing(field);
        }
        for (E constant : allowed) {
            if (node.isTextual() && nameOf(constant).equals(node.textValue())) {
                return constant;
            }
        }
        throw fault(
                pathOf(field),
                "must be one of " + allowed.stream().map(Fields::nameOf).collect(Collectors.joining(", ")));
    }

    /** How a constant is written. */
    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** An exact amount that is not negative, as text or as a number; null if it is absent or null. */
    @Nullable
    BigDecimal amount(String field) {
        JsonNode node = present(field);
        return node == null ? null : Amounts.read(pathOf(field), node);
    }

    /** An object within; null if it is absent or null. */
    @Nullable
    Fields object(String field, Collection<String> allowed) {
        JsonNode node = present(field);
        return node == null ? null : object(node, pathOf(field), allowed);
    }

    /** Objects within; none if the field is absent. */
    List<Fields> objects(String field, Collection<String> allowed) {
        List<Fields> objects = new ArrayList<>();
        if (has(field)) {
            for (JsonNode element : elements(field)) {
                objects.add(object(element, pathOf(field) + '[' + objects.size() + ']', allowed));
            }
        }
        return objects;
    }

    private static Fields object(JsonNode node, String path, Collection<String> allowed) {
        if (!node.isObject()) {
            throw fault(path, "must be an object");
        }
        return new Fields(node, path + '.').only(allowed);
    }

    private JsonNode elements(String field) {
        JsonNode node = body.get(field);
        if (!node.isArray() || node.size() > MOST_ELEMENTS) {
            throw fault(pathOf(field), "must be an array of at most " + MOST_ELEMENTS + " elements");
        }
        return node;
    }

    private static String matching(String path, JsonNode node, Format format) {
        if (!node.isTextual() || !format.pattern().matcher(node.textValue()).matches()) {
            throw fault(path, format.expectation());
        }
        return node.textValue();
    }

    private @Nullable JsonNode present(String field) {
        JsonNode node = body.get(field);
        return node == null || node.isNull() ? null : node;
    }

    /** The refusal of this field. */
    ProblemException faultOf(String field, String detail) {
        return fault(pathOf(field), detail);
    }

    private ProblemException missing(String field) {
        return fault(pathOf(field), "is required");
    }

    private String pathOf(String field) {
        return path + field;
    }

    /** The refusal of a value. */
    static ProblemException fault(String field, String detail) {
        return new ProblemException(Problem.ofField(400, "Invalid value", field, detail));
    }

    private static String printable(String field) {
        String shortened = field.length() > LONGEST_SHOWN ? field.substring(0, LONGEST_SHOWN) + "..." : field;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
