package dev.fairlead.edge.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;

/** Reads typed fields of an indexed object; what is of the wrong type is refused by name. Null counts as absent. */
record Fields(JsonIndex json) {

    /** Refuses {@code Model} where {@code model} is meant: a lenient provider would read it, and we would not. */
    void refuseCaseVariants(Set<String> names) {
        if (!json.hasCapitals()) {
            return;
        }
        for (int i = 0; i < json.size(); i++) {
            String key = json.key(i);
            String lower = key.toLowerCase(Locale.ROOT);
            if (!key.equals(lower) && names.contains(lower)) {
                throw fault(key, "must be spelled '" + lower + "'");
            }
        }
    }

    void refuseUnlessEmpty(String name) {
        int i = find(name);
        if (i >= 0 && !(json.kind(i) == Kind.ARRAY && json.elements(i) == 0)) {
            throw fault(name, "is not supported by this gateway");
        }
    }

    void requireNonEmptyArrayOfObjects(String name) {
        int i = find(name);
        if (i < 0) {
            throw fault(name, "is required");
        }
        if (json.kind(i) != Kind.ARRAY) {
            throw fault(name, "must be an array");
        }
        if (json.elements(i) == 0) {
            throw fault(name, "must not be empty");
        }
        if (!json.hasOnlyObjects(i)) {
            throw fault(name, "must hold objects only");
        }
    }

    /** Refuses what is not an object, or one that cannot be edited safely; the field may be absent. */
    void requireObjectOfKnownSpelling(String name, Set<String> keys) {
        int i = find(name);
        if (i < 0) {
            return;
        }
        if (json.kind(i) != Kind.OBJECT) {
            throw fault(name, "must be an object");
        }
        try {
            new Fields(JsonIndex.of(json.value(i))).refuseCaseVariants(keys);
        } catch (JsonFault e) {
            throw fault(name, "is not valid: " + e.getMessage());
        } catch (ApiException e) {
            throw fault(name + '.' + e.error().param(), "must be spelled in lower case");
        }
    }

    boolean bool(String name, boolean otherwise) {
        int i = find(name);
        if (i < 0) {
            return otherwise;
        }
        return switch (json.kind(i)) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw fault(name, "must be true or false");
        };
    }

    long count(String name, long otherwise, long least, long most) {
        int i = find(name);
        if (i < 0) {
            return otherwise;
        }
        long value = json.kind(i) == Kind.NUMBER
                ? JsonText.decodeCount(json.bytes(), json.valueStart(i), json.valueEnd(i))
                : -1;
        if (value < least || value > most) {
            throw fault(name, "must be a whole number from " + least + " to " + most);
        }
        return value;
    }

    @Nullable
    String text(String name, int maxLength) {
        int i = find(name);
        if (i < 0) {
            return null;
        }
        if (json.kind(i) != Kind.STRING) {
            throw fault(name, "must be a string");
        }
        return shortText(name, JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i)), maxLength);
    }

    List<String> texts(String name, int maxElements, int maxLength) {
        int i = find(name);
        if (i < 0) {
            return List.of();
        }
        if (json.kind(i) != Kind.ARRAY || json.elements(i) > maxElements) {
            throw fault(name, "must be an array of at most " + maxElements + " strings");
        }
        List<String> texts = new ArrayList<>(json.elements(i));
        for (JsonNode element : tree(name, i)) {
            if (!element.isTextual()) {
                throw fault(name, "must hold strings only");
            }
            texts.add(shortText(name, element.textValue(), maxLength));
        }
        return texts;
    }

    /** The value of a field as a tree; null if it is absent. */
    @Nullable
    JsonNode tree(String name) {
        int i = find(name);
        return i < 0 ? null : tree(name, i);
    }

    static ApiException fault(String name, String message) {
        return new ApiException(ApiError.ofField(name, message));
    }

    private JsonNode tree(String name, int i) {
        try {
            return FairleadJson.mapper()
                    .readTree(json.bytes(), json.valueStart(i), json.valueEnd(i) - json.valueStart(i));
        } catch (JsonProcessingException e) {
            throw fault(name, e.getOriginalMessage().startsWith("Duplicate") ? "has a key twice" : "is not valid");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /** Whether the field is there and says something. */
    boolean has(String name) {
        return find(name) >= 0;
    }

    /** Whether the field is an array with something in it. */
    boolean hasElements(String name) {
        int i = find(name);
        return i >= 0 && json.kind(i) == Kind.ARRAY && json.elements(i) > 0;
    }

    private int find(String name) {
        int i = json.find(name);
        return i >= 0 && json.kind(i) == Kind.NULL ? -1 : i;
    }

    private static String shortText(String name, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw fault(name, "must have at most " + maxLength + " characters");
        }
        return text;
    }
}
