package dev.fairlead.edge.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.Snapshots;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/models}: the catalog for callers, rendered once for each of its versions. */
@Singleton
class ModelsRoute {

    static final String PATH = "/api/v1/models";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int NOT_MODIFIED = 304;

    private record Rendering(CatalogIndex of, String etag, Buffer body) {}

    private final Snapshots snapshots;
    private final Refusals refusals;
    private volatile @Nullable Rendering rendering;

    ModelsRoute(Snapshots snapshots, Refusals refusals) {
        this.snapshots = snapshots;
        this.refusals = refusals;
    }

    void handle(HttpServerRequest request) {
        CatalogIndex catalog = snapshots.catalog();
        if (catalog == null) {
            refusals.send(
                    request, ApiError.unavailable("The catalog is not loaded yet; try again.", Duration.ofSeconds(1)));
            return;
        }
        Rendering current = rendering;
        if (current == null || current.of() != catalog) {
            current = new Rendering(
                    catalog,
                    "\"" + catalog.snapshot().version() + '-'
                            + catalog.snapshot().publishedAt().toEpochMilli() + "\"",
                    Buffer.buffer(render(catalog)));
            rendering = current;
        }
        request.response().putHeader(HttpHeaders.ETAG, current.etag()).putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (current.etag().equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            request.response().setStatusCode(NOT_MODIFIED).end();
        } else {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(current.body());
        }
    }

    static byte[] render(CatalogIndex catalog) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (Model model : catalog.snapshot().models()) {
                write(model, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Model model, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.id());
        json.writeStringField("object", "model");
        json.writeStringField("canonical_slug", model.id());
        json.writeStringField("name", model.name());
        json.writeStringField("description", "");
        json.writeNumberField(
                "created",
                model.released() == null
                        ? 0
                        : model.released().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        json.writeStringField(
                "owned_by", model.id().substring(0, Math.max(0, model.id().indexOf('/'))));
        json.writeNumberField("context_length", model.contextLength());
        json.writeObjectFieldStart("architecture");
        json.writeStringField(
                "modality",
                String.join("+", model.inputModalities()) + "->" + String.join("+", model.outputModalities()));
        writeTexts("input_modalities", model.inputModalities(), json);
        writeTexts("output_modalities", model.outputModalities(), json);
        json.writeStringField("tokenizer", model.tokenizer());
        json.writeNullField("instruct_type");
        json.writeEndObject();
        writePrices(cheapest(model), json);
        json.writeObjectFieldStart("top_provider");
        json.writeNumberField("context_length", model.contextLength());
        json.writeNumberField(
                "max_completion_tokens",
                model.endpoints().stream()
                        .mapToLong(Endpoint::maxOutputTokens)
                        .max()
                        .orElse(0));
        json.writeBooleanField("is_moderated", false);
        json.writeEndObject();
        json.writeNullField("per_request_limits");
        TreeSet<String> parameters = new TreeSet<>();
        model.endpoints().forEach(endpoint -> parameters.addAll(endpoint.supportedParameters()));
        writeTexts("supported_parameters", List.copyOf(parameters), json);
        json.writeEndObject();
    }

    private static @Nullable TokenPrices cheapest(Model model) {
        return model.endpoints().stream()
                .map(Endpoint::prices)
                .filter(Objects::nonNull)
                .map(PriceSchedule::base)
                .min(Comparator.comparing(
                                (TokenPrices prices) -> prices.prompt().add(prices.completion()))
                        .thenComparing(TokenPrices::request))
                .orElse(null);
    }

    private static void writePrices(@Nullable TokenPrices prices, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("pricing");
        if (prices != null) {
            writePrice("prompt", prices.prompt(), json);
            writePrice("completion", prices.completion(), json);
            writePrice("request", prices.request(), json);
            writePrice("input_cache_read", prices.cacheRead(), json);
            writePrice("input_cache_write", prices.cacheWrite(), json);
            writePrice("input_cache_write_1h", prices.cacheWrite1h(), json);
            writePrice("internal_reasoning", prices.reasoning(), json);
            writePrice("audio", prices.inputAudio(), json);
            writePrice("image_token", prices.inputImage(), json);
            writePrice("audio_output", prices.outputAudio(), json);
            writePrice("image_output", prices.outputImage(), json);
        }
        json.writeEndObject();
    }

    /** Dollars per token, as decimal text: a number would be read as floating point. */
    private static void writePrice(String name, @Nullable BigDecimal price, JsonGenerator json) throws IOException {
        if (price != null) {
            json.writeStringField(
                    name, price.signum() == 0 ? "0" : price.stripTrailingZeros().toPlainString());
        }
    }

    private static void writeTexts(String name, List<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
