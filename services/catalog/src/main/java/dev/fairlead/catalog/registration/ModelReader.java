package dev.fairlead.catalog.registration;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.Lifecycle;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.contracts.catalog.Mode;
import org.jspecify.annotations.Nullable;

/** Reads a model. */
final class ModelReader {

    static final Set<String> CHANGEABLE = new TreeSet<>(Set.of(
            "name",
            "description",
            "mode",
            "released",
            "knowledge_cutoff",
            "family",
            "context_length",
            "tokenizer",
            "input_modalities",
            "output_modalities",
            "supported_parameters",
            "open_weights",
            "hugging_face_id",
            "categories",
            "distillable",
            "aliases",
            "deprecated",
            "retires",
            "successor",
            "benchmarks",
            "why"));
    static final Set<String> NEW = new TreeSet<>(CHANGEABLE);

    private static final Set<String> BENCHMARKS =
            new TreeSet<>(Set.of("intelligence", "coding", "agentic", "design_arena_elo"));
    private static final long MOST_TOKENS = 1_000_000_000L;
    private static final List<String> TEXT = List.of("text");

    static {
        NEW.addAll(Set.of("author", "slug", "organisation"));
    }

    private ModelReader() {}

    /**
     * A model as it is to be, with the endpoints that it has.
     *
     * @param before as it is; null for a new one
     */
    static ListedModel read(Fields fields, String id, @Nullable String owner, @Nullable ListedModel before) {
        return new ListedModel(
                id,
                fields.text("name", before == null ? null : before.name(), Formats.NAME),
                fields.text("description", before == null ? "" : before.description(), Formats.DESCRIPTION),
                fields.oneOf("mode", before == null ? Mode.CHAT : before.mode(), EnumSet.allOf(Mode.class)),
                fields.date("released", before == null ? null : before.released()),
                fields.clearable("knowledge_cutoff", before == null ? null : before.knowledgeCutoff(), Formats.CUT_OFF),
                fields.clearable("family", before == null ? null : before.family(), Formats.MODEL_SLUG),
                fields.number("context_length", before == null ? null : before.contextLength(), 1, MOST_TOKENS),
                fields.text("tokenizer", before == null ? "Other" : before.tokenizer(), Formats.NAME),
                some(fields, "input_modalities", before == null ? TEXT : before.inputModalities()),
                some(fields, "output_modalities", before == null ? TEXT : before.outputModalities()),
                fields.texts(
                        "supported_parameters",
                        before == null ? List.of() : before.supportedParameters(),
                        Formats.WORD),
                before == null ? null : before.reasoning(),
                fields.flag("open_weights", before == null ? null : before.openWeights()),
                fields.clearable("hugging_face_id", before == null ? null : before.huggingFaceId(), Formats.REPOSITORY),
                fields.texts("categories", before == null ? List.of() : before.categories(), Formats.WORD),
                fields.flag("distillable", before == null ? null : before.distillable()),
                benchmarks(fields, before == null ? Benchmarks.NONE : before.benchmarks()),
                fields.texts("aliases", before == null ? List.of() : before.aliases(), Formats.ALIAS),
                lifecycle(fields, before == null ? Lifecycle.OPEN : before.lifecycle()),
                owner,
                Origin.OPERATOR,
                before == null ? List.of() : before.endpoints());
    }

    private static List<String> some(Fields fields, String field, List<String> before) {
        List<String> texts = fields.texts(field, before, Formats.WORD);
        if (texts.isEmpty()) {
            throw Fields.fault(field, "must not be empty");
        }
        return texts;
    }

    private static Benchmarks benchmarks(Fields fields, Benchmarks before) {
        if (!fields.has("benchmarks")) {
            return before;
        }
        Fields scores = fields.object("benchmarks", BENCHMARKS);
        return scores == null
                ? Benchmarks.NONE
                : new Benchmarks(
                        scores.amount("intelligence"),
                        scores.amount("coding"),
                        scores.amount("agentic"),
                        scores.amount("design_arena_elo"));
    }

    private static Lifecycle lifecycle(Fields fields, Lifecycle before) {
        LocalDate deprecated = fields.date("deprecated", before.deprecated());
        LocalDate retires = fields.date("retires", before.retires());
        if (deprecated != null && retires != null && retires.isBefore(deprecated)) {
            throw Fields.fault("retires", "must not be before it is deprecated");
        }
        return new Lifecycle(deprecated, retires, fields.clearable("successor", before.successor(), Formats.MODEL_ID));
    }
}
