package dev.fairlead.catalog.seed;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.Lifecycle;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.contracts.catalog.Mode;
import org.jspecify.annotations.Nullable;

/** The fields of a model. */
final class ModelFields {

    static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "slug",
            "name",
            "description",
            "mode",
            "released",
            "knowledge_cutoff",
            "family",
            "context_length",
            "max_output_tokens",
            "tokenizer",
            "input_modalities",
            "output_modalities",
            "supported_parameters",
            "reasoning",
            "open_weights",
            "hugging_face_id",
            "categories",
            "distillable",
            "benchmarks",
            "aliases",
            "deprecated",
            "retires",
            "successor"));

    private static final Set<String> REASONING = new TreeSet<>(Set.of("mandatory", "efforts", "max_tokens"));
    private static final Set<String> BENCHMARKS =
            new TreeSet<>(Set.of("intelligence", "coding", "agentic", "design_arena_elo"));

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern ALIAS = Pattern.compile("[a-z0-9~@][a-z0-9._/@+-]*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern HUGGING_FACE_ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern MONTH_OR_DAY = Pattern.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?");

    private ModelFields() {}

    /**
     * A model without its endpoints.
     *
     * @param maxOutputTokens the longest completion of endpoints that give none; 0 if unknown
     */
    record Read(ListedModel model, long maxOutputTokens) {}

    static Read read(SeedFields fields, String author, Origin origin) {
        String slug = fields.text("slug", SLUG, "a slug: lower-case letters, digits, '.', '_', '-'");
        Mode stated = fields.optionalOneOf("mode", Mode.class);
        Mode mode = stated == null ? Mode.CHAT : stated;
        LocalDate released = fields.optionalDate("released");
        List<String> parameters = fields.optionalWords("supported_parameters", Vocabulary.PARAMETERS);
        String tokenizer = fields.optionalWord("tokenizer", Vocabulary.TOKENIZERS);
        ListedModel model = new ListedModel(
                author + '/' + slug,
                fields.text("name"),
                fields.textOr("description", ""),
                mode,
                released,
                knowledgeCutoff(fields),
                fields.optionalText("family", SLUG, "a family: lower-case letters, digits, '.', '_', '-'"),
                fields.numberOr("context_length", 0),
                tokenizer == null ? Vocabulary.OTHER_TOKENIZER : tokenizer,
                fields.someWordsOr("input_modalities", Vocabulary.INPUTS, List.of("text")),
                fields.someWordsOr("output_modalities", Vocabulary.OUTPUTS, usualOutput(mode)),
                parameters == null ? List.of() : parameters,
                reasoning(fields.optionalMapping("reasoning", REASONING)),
                fields.optionalBoolean("open_weights"),
                fields.optionalText("hugging_face_id", HUGGING_FACE_ID, "a repository such as openai/gpt-oss-120b"),
                fields.texts("categories", WORD, "a category"),
                fields.optionalBoolean("distillable"),
                benchmarks(fields.optionalMapping("benchmarks", BENCHMARKS)),
                fields.texts("aliases", ALIAS, "an alias: lower-case letters, digits, '.', '_', '-', '/', '@'"),
                lifecycle(fields, author + '/' + slug, released),
                null,
                origin,
                List.of());
        return new Read(model, maxOutputTokens(fields, model.contextLength()));
    }

    private static long maxOutputTokens(SeedFields fields, long contextLength) {
        long tokens = fields.numberOr("max_output_tokens", 0);
        if (tokens > contextLength && contextLength > 0) {
            fields.fault("max_output_tokens", tokens + " is more than the context of " + contextLength);
        }
        return tokens;
    }

    private static @Nullable String knowledgeCutoff(SeedFields fields) {
        String expected = "a month or a day such as 2026-01 or 2026-01-31";
        String text = fields.optionalText("knowledge_cutoff", MONTH_OR_DAY, expected);
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == "2026-01".length()) {
                YearMonth.parse(text);
            } else {
                LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            fields.fault("knowledge_cutoff", "'" + text + "' is not " + expected);
        }
        return text;
    }

    private static @Nullable ReasoningSupport reasoning(@Nullable SeedFields fields) {
        if (fields == null) {
            return null;
        }
        List<String> efforts = fields.optionalWords("efforts", Vocabulary.EFFORTS);
        return new ReasoningSupport(
                Boolean.TRUE.equals(fields.optionalBoolean("mandatory")),
                efforts == null ? List.of() : efforts,
                Boolean.TRUE.equals(fields.optionalBoolean("max_tokens")));
    }

    private static Benchmarks benchmarks(@Nullable SeedFields fields) {
        return fields == null
                ? Benchmarks.NONE
                : new Benchmarks(
                        fields.optionalAmount("intelligence"),
                        fields.optionalAmount("coding"),
                        fields.optionalAmount("agentic"),
                        fields.optionalAmount("design_arena_elo"));
    }

    private static Lifecycle lifecycle(SeedFields fields, String id, @Nullable LocalDate released) {
        LocalDate deprecated = fields.optionalDate("deprecated");
        LocalDate retires = fields.optionalDate("retires");
        String successor = fields.optionalText("successor", EndpointFields.MODEL, "a model's id such as openai/gpt-4o");
        if (deprecated != null && retires != null && deprecated.isAfter(retires)) {
            fields.fault("deprecated", deprecated + " is after it retires on " + retires);
        }
        if (released != null && retires != null && !retires.isAfter(released)) {
            fields.fault("retires", retires + " is not after it was released on " + released);
        }
        if (successor != null && !fields.has("deprecated") && !fields.has("retires")) {
            fields.fault("successor", "is given, and the model is neither deprecated nor does it retire");
        }
        if (id.equals(successor)) {
            fields.fault("successor", "is the model itself");
        }
        return new Lifecycle(deprecated, retires, successor);
    }

    /** What a model of this mode makes, unless it says otherwise. */
    private static List<String> usualOutput(Mode mode) {
        return List.of(
                switch (mode) {
                    case CHAT, COMPLETION, MODERATION -> "text";
                    case EMBEDDING -> "embeddings";
                    case RERANK -> "rerank";
                    case IMAGE -> "image";
                    case AUDIO_TRANSCRIPTION -> "transcription";
                    case AUDIO_SPEECH -> "speech";
                    case VIDEO -> "video";
                });
    }
}
