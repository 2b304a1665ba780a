package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The fields of one mapping in a catalog file. Whatever is wrong is noted as a fault and answered with a harmless
 * value, so that one reading finds all faults; what was read counts only if there are none.
 */
final class SeedFields {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern NOT_BLANK = Pattern.compile("\\S(.*\\S)?", Pattern.DOTALL);

    private final String file;
    private final String path;
    private final int line;
    private final List<SeedFault> faults;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * Reads a mapping and notes every field that is not among {@code known}.
     *
     * @param path the way to this mapping; empty for the whole file
     */
    SeedFields(String file, String path, Node node, Set<String> known, List<SeedFault> faults) {
        this.file = file;
        this.path = path;
        this.line = lineOf(node);
        this.faults = faults;
        if (!(node instanceof MappingNode mapping)) {
            faults.add(new SeedFault(file, line, path, "is not a mapping of fields"));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!known.contains(name)) {
                faults.add(new SeedFault(
                        file, lineOf(tuple.getKeyNode()), pathOf(name), "is not a field here; known are " + known));
            } else if (values.putIfAbsent(name, tuple.getValueNode()) != null) {
                faults.add(new SeedFault(file, lineOf(tuple.getKeyNode()), pathOf(name), "is given twice"));
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Where a field is, or where it should be. */
    Place place(String name) {
        Node value = values.get(name);
        return new Place(file, value == null ? line : lineOf(value), pathOf(name));
    }

    /** Notes a fault in a field of this mapping. */
    void fault(String name, String message) {
        faults.add(place(name).fault(message));
    }

    /** Text that has to be there, and to match. */
    String text(String name, Pattern pattern, String expected) {
        String text = optionalText(name, pattern, expected);
        if (text == null) {
            if (!values.containsKey(name)) {
                fault(name, "is missing");
            }
            return "";
        }
        return text;
    }

    /** Text that has to be there. */
    String text(String name) {
        return text(name, NOT_BLANK, "text");
    }

    /** Text that may be missing, but has to match. */
    @Nullable
    String optionalText(String name, Pattern pattern, String expected) {
        Node value = values.get(name);
        return value == null ? null : scalar(value, pathOf(name), pattern, expected);
    }

    /** Text that may be missing. */
    String textOr(String name, String otherwise) {
        String text = optionalText(name, NOT_BLANK, "text");
        return text == null ? otherwise : text;
    }

    /** A whole number above zero; {@code otherwise} if it is missing, and a fault if {@code otherwise} is 0. */
    long number(String name, long otherwise) {
        String text = optionalText(name, NUMBER, "a whole number above 0");
        if (text == null) {
            if (otherwise == 0 && !values.containsKey(name)) {
                fault(name, "is missing");
            }
            return otherwise;
        }
        return Long.parseLong(text);
    }

    /** A date that may be missing. */
    @Nullable
    LocalDate optionalDate(String name) {
        String text = textOr(name, "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            fault(name, "'" + text + "' is not a date such as 2026-01-31");
            return null;
        }
    }

    /** A decimal in dollars, of at most twelve places; null if it is missing. */
    @Nullable
    BigDecimal optionalAmount(String name) {
        String text = optionalText(name, NOT_BLANK, "a decimal");
        if (text == null) {
            return null;
        }
        if (text.startsWith("-")) {
            fault(name, "'" + text + "' is negative");
            return null;
        }
        if (!DECIMAL.matcher(text).matches()) {
            fault(name, "'" + text + "' is not a decimal such as \"2.50\"");
            return null;
        }
        return new BigDecimal(text);
    }

    /** One of the names of an enum, in lower case. */
    <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String text = text(name);
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        if (!text.isEmpty()) {
            fault(
                    name,
                    Arrays.stream(constants)
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ", "'" + text + "' is none of ", "")));
        }
        return constants[0];
    }

    /** A list of different texts; empty if it is missing. */
    List<String> texts(String name, Pattern pattern, String expected) {
        Set<String> texts = new LinkedHashSet<>();
        List<Node> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            String itemPath = pathOf(name) + "[" + i + "]";
            String text = scalar(items.get(i), itemPath, pattern, expected);
            if (text != null && !texts.add(text)) {
                faults.add(new SeedFault(file, lineOf(items.get(i)), itemPath, "'" + text + "' is given twice"));
            }
        }
        return List.copyOf(texts);
    }

    /** As {@link #texts}, and it has to have an item. */
    List<String> someTexts(String name, Pattern pattern, String expected) {
        if (items(name).isEmpty()) {
            fault(name, "is missing or empty");
        }
        return texts(name, pattern, expected);
    }

    /** A mapping that may be missing. */
    @Nullable
    SeedFields optionalMapping(String name, Set<String> known) {
        Node value = values.get(name);
        return value == null ? null : new SeedFields(file, pathOf(name), value, known, faults);
    }

    /** A list of mappings that has to have an item. */
    List<SeedFields> someMappings(String name, Set<String> known) {
        List<Node> items = items(name);
        if (items.isEmpty()) {
            fault(name, "is missing or empty");
        }
        List<SeedFields> mappings = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            mappings.add(new SeedFields(file, pathOf(name) + "[" + i + "]", items.get(i), known, faults));
        }
        return mappings;
    }

    private List<Node> items(String name) {
        Node value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(name, "is not a list");
        return List.of();
    }

    private @Nullable String scalar(Node node, String where, Pattern pattern, String expected) {
        if (!(node instanceof ScalarNode scalar)) {
            faults.add(new SeedFault(file, lineOf(node), where, "is not " + expected));
            return null;
        }
        if (!pattern.matcher(scalar.getValue()).matches()) {
            faults.add(new SeedFault(file, lineOf(node), where, "'" + scalar.getValue() + "' is not " + expected));
            return null;
        }
        return scalar.getValue();
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /**
     * A field, to be referred to later.
     *
     * @param file the file
     * @param line from 1
     * @param field the way to it
     */
    record Place(String file, int line, String field) {

        SeedFault fault(String message) {
            return new SeedFault(file, line, field, message);
        }

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }
}
