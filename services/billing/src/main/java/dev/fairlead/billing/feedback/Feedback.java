package dev.fairlead.billing.feedback;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.request.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a generation.
 *
 * @param generation as it was named
 * @param category what it is about
 * @param comment null if there is none
 * @param score 0 (useless) to 1 (perfect); null if there is none
 */
record Feedback(
        String generation,
        Category category,
        @Nullable String comment,
        @Nullable Double score) {

    private static final int LONGEST_ID = 200;
    private static final int LONGEST_COMMENT = 1000;

    /** What feedback can be about. */
    enum Category {
        LATENCY,
        INCOHERENCE,
        INCORRECT_RESPONSE,
        FORMATTING,
        BILLING,
        API_ERROR,
        OTHER;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The body of a request; refuses it with the name of the field at fault. */
    static Feedback read(@Nullable JsonNode body) {
        Fields fields = Fields.of(body, "generation_id", "category", "comment", "score");
        String generation = fields.text("generation_id", LONGEST_ID);
        if (generation == null || generation.isEmpty()) {
            throw Fields.fault("generation_id", "is required");
        }
        String comment = fields.prose("comment", LONGEST_COMMENT);
        return new Feedback(
                generation, category(fields), comment == null || comment.isEmpty() ? null : comment, score(fields));
    }

    private static Category category(Fields fields) {
        String name = fields.text("category", LONGEST_ID);
        if (name == null) {
            throw Fields.fault("category", "is required");
        }
        return Stream.of(Category.values())
                .filter(category -> category.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> Fields.fault("category", "must be one of: " + choices()));
    }

    private static String choices() {
        return Stream.of(Category.values()).map(Category::wireName).collect(Collectors.joining(", "));
    }

    private static @Nullable Double score(Fields fields) {
        String expected = "must be a number from 0 to 1";
        BigDecimal score = fields.number("score", expected);
        if (score == null) {
            return null;
        }
        if (score.signum() < 0 || score.compareTo(BigDecimal.ONE) > 0) {
            throw Fields.fault("score", expected);
        }
        return score.doubleValue();
    }
}
