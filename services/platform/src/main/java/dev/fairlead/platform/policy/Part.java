package dev.fairlead.platform.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A value in a policy's document, or in another that is read as strictly, and the way to it. Every question that it does
 * not answer as it should is a {@link PolicyFault}.
 */
public record Part(JsonNode node, String path) {

    private static final int LONGEST_SHOWN = 60;

    /** The members of an object that may have these and no others. */
    public Part object(String... allowed) {
        if (!node.isObject()) {
            throw fault("must be an object");
        }
        Set<String> known = Set.of(allowed);
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new PolicyFault(wayTo(shown(name)), "is unknown; there are: " + String.join(", ", allowed));
            }
        });
        return this;
    }

    /** A member; null if it is absent. One that is null is not absent: nothing here may be null. */
    public @Nullable Part member(String name) {
        JsonNode member = node.get(name);
        return member == null ? null : new Part(member, wayTo(name));
    }

    /** A member that has to be there. */
    public Part required(String name) {
        Part member = member(name);
        if (member == null) {
            throw new PolicyFault(wayTo(name), "is missing");
        }
        return member;
    }

    /** The members by their names, whatever these are. */
    public Map<String, Part> entries(int most) {
        if (!node.isObject()) {
            throw fault("must be an object");
        }
        requireSize(1, most, "members");
        Map<String, Part> entries = new TreeMap<>();
        node.properties()
                .forEach(entry ->
                        entries.put(entry.getKey(), new Part(entry.getValue(), wayTo(shown(entry.getKey())))));
        return entries;
    }

    /** The one member that an object of these alternatives has. */
    public Part onlyOneOf(String... alternatives) {
        List<Part> found = Arrays.stream(alternatives)
                .filter(node::has)
                .map(this::required)
                .toList();
        if (found.size() != 1) {
            throw fault("must have exactly one of: " + String.join(", ", alternatives));
        }
        return found.getFirst();
    }

    /** The items of an array, each read with its number. */
    public <T> List<T> items(int least, int most, BiFunction<Part, Integer, T> read) {
        if (!node.isArray()) {
            throw fault("must be an array");
        }
        requireSize(least, most, "items");
        List<T> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(read.apply(new Part(node.get(i), path + "[" + i + "]"), i));
        }
        return items;
    }

    /** An array of different texts. */
    public List<String> texts(int least, int most, int longest) {
        Set<String> seen = new HashSet<>();
        return items(least, most, (item, i) -> {
            String text = item.text(longest);
            if (!seen.add(text)) {
                throw item.fault("is there twice");
            }
            return text;
        });
    }

    /** A text, not empty. */
    public String text(int longest) {
        if (!node.isTextual()) {
            throw fault("must be a string");
        }
        String text = node.textValue();
        if (text.isBlank()) {
            throw fault("must not be empty");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            throw fault("must not be longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF))) {
            throw fault("must not hold control characters");
        }
        return text;
    }

    /** A text of that form; what is expected goes behind the way to it. */
    public String matching(Pattern pattern, int longest, String expectation) {
        String text = text(longest);
        if (!pattern.matcher(text).matches()) {
            throw fault(expectation);
        }
        return text;
    }

    /** A number between two, both included, with so many decimals at most. */
    public BigDecimal number(String least, String most, int decimals) {
        if (!node.isNumber()) {
            throw fault("must be a number");
        }
        BigDecimal value = node.decimalValue();
        if (value.compareTo(new BigDecimal(least)) < 0 || value.compareTo(new BigDecimal(most)) > 0) {
            throw fault("must be from " + least + " to " + most);
        }
        BigDecimal shortest = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (shortest.scale() > decimals) {
            throw fault(decimals == 0 ? "must be a whole number" : "must not have more than " + decimals + " decimals");
        }
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /** True or false. */
    public boolean flag() {
        if (!node.isBoolean()) {
            throw fault("must be true or false");
        }
        return node.booleanValue();
    }

    public PolicyFault fault(String detail) {
        return new PolicyFault(path, detail);
    }

    private void requireSize(int least, int most, String what) {
        if (node.size() < least) {
            throw fault(least == 1 ? "must not be empty" : "must have at least " + least + " " + what);
        }
        if (node.size() > most) {
            throw fault("must not have more than " + most + " " + what);
        }
    }

    private String wayTo(String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    /** A name that a stranger chose, fit to be shown. */
    private static String shown(String name) {
        String shortened = name.length() > LONGEST_SHOWN ? name.substring(0, LONGEST_SHOWN) + "..." : name;
        return shortened.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
