package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.time.YearMonth;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.catalog.search.Entry;
import org.jspecify.annotations.Nullable;

/** A model as the public list shows it. */
final class ModelJson {

    private static final int LENGTH_OF_MONTH = "2026-01".length();

    private ModelJson() {}

    static byte[] render(Entry entry) {
        return Json.bytes(json -> write(entry, null, json));
    }

    /** Under the name of an alias that means another model tomorrow. */
    static byte[] render(Entry entry, String alias) {
        return Json.bytes(json -> write(entry, alias, json));
    }

    private static void write(Entry entry, @Nullable String alias, JsonGenerator json) throws IOException {
        ListedModel model = entry.model();
        json.writeStartObject();
        json.writeStringField("id", alias == null ? entry.id() : alias);
        json.writeStringField("canonical_slug", model.id());
        json.writeStringField("object", "model");
        json.writeStringField("owned_by", model.author());
        writeHead(entry, json);
        Json.text("hugging_face_id", model.huggingFaceId(), json);
        Json.limit("context_length", entry.contextLength(), json);
        PriceJson.write(entry.top(), json);
        writeTop(entry, json);
        json.writeNullField("per_request_limits");
        Json.texts("supported_parameters", entry.supportedParameters(), json);
        json.writeNullField("default_parameters");
        json.writeNullField("supported_voices");
        Json.text("knowledge_cutoff", lastDay(model.knowledgeCutoff()), json);
        Json.text("expiration_date", model.lifecycle().retires(), json);
        json.writeObjectFieldStart("links");
        json.writeStringField("details", "/api/v1/models/" + entry.id() + "/endpoints");
        json.writeEndObject();
        writeReasoning(model.reasoning(), json);
        writeBenchmarks(model.benchmarks(), json);
        if (alias != null) {
            json.writeObjectFieldStart("alias_target");
            json.writeStringField("slug", entry.id());
            json.writeStringField("name", name(entry));
            json.writeEndObject();
        }
        writeOurs(entry, json);
        json.writeEndObject();
    }

    /** What a model's endpoints are shown under, too. */
    static void writeHead(Entry entry, JsonGenerator json) throws IOException {
        json.writeStringField("name", name(entry));
        json.writeNumberField("created", Json.epochSeconds(entry.model().released()));
        json.writeStringField("description", entry.model().description());
        List<String> in = entry.inputModalities();
        List<String> out = entry.outputModalities();
        json.writeObjectFieldStart("architecture");
        json.writeStringField("modality", String.join("+", in) + "->" + String.join("+", out));
        Json.texts("input_modalities", in, json);
        Json.texts("output_modalities", out, json);
        String tokenizer = entry.model().tokenizer();
        json.writeStringField("tokenizer", Vocabulary.TOKENIZERS.contains(tokenizer) ? tokenizer : "Other");
        json.writeNullField("instruct_type");
        json.writeEndObject();
    }

    static String name(Entry entry) {
        return entry.variant() == null ? entry.model().name() : entry.model().name() + " (" + entry.variant() + ')';
    }

    private static void writeTop(Entry entry, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("top_provider");
        Json.limit("context_length", entry.top().listed().contextLength(), json);
        Json.limit("max_completion_tokens", entry.top().listed().maxOutputTokens(), json);
        json.writeBooleanField("is_moderated", false);
        json.writeEndObject();
    }

    /** The API promises a day; of a month it is the last. */
    private static @Nullable String lastDay(@Nullable String cutoff) {
        return cutoff == null || cutoff.length() != LENGTH_OF_MONTH
                ? cutoff
                : YearMonth.parse(cutoff).atEndOfMonth().toString();
    }

    private static void writeReasoning(@Nullable ReasoningSupport reasoning, JsonGenerator json) throws IOException {
        if (reasoning == null) {
            return;
        }
        json.writeObjectFieldStart("reasoning");
        json.writeBooleanField("mandatory", reasoning.mandatory());
        List<String> efforts = reasoning.efforts().stream()
                .filter(Vocabulary.EFFORTS::contains)
                .toList();
        if (efforts.isEmpty()) {
            json.writeNullField("supported_efforts");
        } else {
            Json.texts("supported_efforts", efforts, json);
        }
        if (reasoning.maxTokens()) {
            json.writeBooleanField("supports_max_tokens", true);
        }
        json.writeEndObject();
    }

    private static void writeBenchmarks(Benchmarks benchmarks, JsonGenerator json) throws IOException {
        if (benchmarks.equals(Benchmarks.NONE)) {
            return;
        }
        json.writeObjectFieldStart("benchmarks");
        json.writeObjectFieldStart("artificial_analysis");
        Json.number("intelligence_index", benchmarks.intelligence(), json);
        Json.number("coding_index", benchmarks.coding(), json);
        Json.number("agentic_index", benchmarks.agentic(), json);
        json.writeEndObject();
        json.writeArrayFieldStart("design_arena");
        json.writeEndArray();
        Json.number("design_arena_elo", benchmarks.designArenaElo(), json);
        json.writeEndObject();
    }

    /** What the API's document does not know. */
    private static void writeOurs(Entry entry, JsonGenerator json) throws IOException {
        ListedModel model = entry.model();
        json.writeStringField("mode", EndpointJson.lower(model.mode()));
        Json.textIfKnown("variant", entry.variant(), json);
        Json.textIfKnown("family", model.family(), json);
        if (model.openWeights() != null) {
            json.writeBooleanField("open_weights", model.openWeights());
        }
        if (model.distillable() != null) {
            json.writeBooleanField("distillable", model.distillable());
        }
        if (!model.categories().isEmpty()) {
            Json.texts("categories", model.categories(), json);
        }
        Json.textIfKnown("deprecated_since", model.lifecycle().deprecated(), json);
        Json.textIfKnown("successor", model.lifecycle().successor(), json);
        PriceJson.writeDoubts(entry.top(), json);
        json.writeBooleanField("routable", entry.isUsable());
    }
}
