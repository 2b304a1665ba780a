package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of one mapping in a catalog file. Whatever is wrong is noted as a fault and answered with a harmless
 * value, so that one reading finds all faults; what was read counts only if there are none.
 */
final class SeedFields {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,5}");
    private static final Pattern BOOLEAN = Pattern.compile("true|false");
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

    /** Where a field is, or where it should be; the mapping itself for an empty name. */
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

    /** A whole number above zero; {@code otherwise} if it is missing. */
    long numberOr(String name, long otherwise) {
        String text = optionalText(name, NUMBER, "a whole number above 0");
        return text == null ? otherwise : Long.parseLong(text);
    }

    /** A whole number that may be zero; null if it is missing. */
    @Nullable
    Integer optionalCount(String name) {
        String text = optionalText(name, COUNT, "a whole number");
        return text == null ? null : Integer.valueOf(text);
    }

    /** {@code true} or {@code false}; null if it is missing. */
    @Nullable
    Boolean optionalBoolean(String name) {
        String text = optionalText(name, BOOLEAN, "true or false");
        return text == null ? null : Boolean.valueOf(text);
    }

    /** A date that may be missing. */
    @Nullable
    LocalDate optionalDate(String name) {
        return optionalTime(name, LocalDate::parse, "a date such as 2026-01-31");
    }

    /** A time of the day that may be missing. */
    @Nullable
    LocalTime optionalTimeOfDay(String name) {
        return optionalTime(name, LocalTime::parse, "a time of the day such as 16:30");
    }

    private <T> @Nullable T optionalTime(String name, Function<String, T> parser, String expected) {
        String text = textOr(name, "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return parser.apply(text);
        } catch (DateTimeParseException e) {
            fault(name, "'" + text + "' is not " + expected);
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
        E constant = optionalOneOf(name, type);
        if (constant == null) {
            if (!values.containsKey(name)) {
                fault(name, "is missing");
            }
            return type.getEnumConstants()[0];
        }
        return constant;
    }

    /** One of the names of an enum, in lower case; null if it is missing. */
    <E extends Enum<E>> @Nullable E optionalOneOf(String name, Class<E> type) {
        if (!values.containsKey(name)) {
            return null;
        }
        E[] constants = type.getEnumConstants();
        Set<String> known = new LinkedHashSet<>();
        for (E constant : constants) {
            known.add(constant.name().toLowerCase(Locale.ROOT));
        }
        String text = optionalWord(name, known);
        return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /** One of {@code known}; null if it is missing. */
    @Nullable
    String optionalWord(String name, Collection<String> known) {
        String text = textOr(name, "");
        if (!text.isEmpty() && !known.contains(text)) {
            fault(name, "'" + text + "' is none of " + String.join(", ", known));
            return null;
        }
        return text.isEmpty() ? null : text;
    }

    /** A list of different ones of {@code known}; null if it is missing. */
    @Nullable
    List<String> optionalWords(String name, Collection<String> known) {
        if (!values.containsKey(name)) {
            return null;
        }
        List<String> words = texts(name, NOT_BLANK, "a word");
        for (String word : words) {
            if (!known.contains(word)) {
                fault(name, "'" + word + "' is none of " + String.join(", ", known));
            }
        }
        return words;
    }

    /** As {@link #optionalWords}, {@code otherwise} if it is missing; it must not be empty. */
    List<String> someWordsOr(String name, Collection<String> known, List<String> otherwise) {
        List<String> words = optionalWords(name, known);
        if (words == null) {
            return otherwise;
        }
        if (words.isEmpty() && items(name).isEmpty()) {
            fault(name, "is empty");
        }
        return words;
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

    /** A mapping that may be missing. */
    @Nullable
    SeedFields optionalMapping(String name, Set<String> known) {
        Node value = values.get(name);
        return value == null ? null : new SeedFields(file, pathOf(name), value, known, faults);
    }

    /** A list of mappings; empty if it is missing. */
    List<SeedFields> mappings(String name, Set<String> known) {
        List<Node> items = items(name);
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
        if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            faults.add(new SeedFault(file, lineOf(node), where, "is not " + expected));
            return null;
        }
        if (!pattern.matcher(scalar.getValue()).matches()) {
            faults.add(new SeedFault(file, lineOf(node), where, "'" + scalar.getValue() + "' is not " + expected));
            return null;
        }
        return scalar.getValue();
    }

    /** The fields that are given. */
    Set<String> names() {
        return values.keySet();
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
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
