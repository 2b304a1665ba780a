package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.search.Served;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/**
 * Prices as callers read them: dollars per single token or piece, exact, as text, since a number would be read as
 * floating point.
 */
final class PriceJson {

    /** In place of a price that nobody knows, where the API's document wants one; zero would promise a gift. */
    private static final String UNKNOWN = "-1";

    private static final int PER_MILLION = 6;

    private PriceJson() {}

    /** The object {@code pricing}. */
    static void write(Served endpoint, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("pricing");
        json.writeStringField("prompt", perToken(endpoint.promptPrice()));
        json.writeStringField("completion", perToken(endpoint.completionPrice()));
        PriceList prices = endpoint.prices();
        if (prices != null) {
            for (Map.Entry<PriceKind, BigDecimal> amount : prices.amounts().entrySet()) {
                if (amount.getKey() != PriceKind.INPUT && amount.getKey() != PriceKind.OUTPUT) {
                    writeAmount(amount.getKey(), amount.getValue(), json);
                }
            }
            writeOverrides(
                    "overrides",
                    prices.overrides().stream()
                            .filter(override -> override.serviceTier() == null)
                            .toList(),
                    json);
        }
        json.writeEndObject();
    }

    /**
     * The array {@code service_tiers}, if there are any. They are no {@code overrides}: a client that does not know the
     * condition would take them to hold always.
     */
    static void writeServiceTiers(Served endpoint, JsonGenerator json) throws IOException {
        PriceList prices = endpoint.prices();
        if (prices != null) {
            writeOverrides(
                    "service_tiers",
                    prices.overrides().stream()
                            .filter(override -> override.serviceTier() != null)
                            .toList(),
                    json);
        }
    }

    /** How far the price is to be trusted, and since when. */
    static void writeDoubts(Served endpoint, JsonGenerator json) throws IOException {
        PriceList prices = endpoint.prices();
        boolean ownPrices = prices != null && prices.equals(endpoint.listed().prices());
        boolean ceiling =
                !ownPrices && prices != null && prices.equals(endpoint.listed().ceiling());
        String status = ownPrices || prices == null
                ? endpoint.listed().priceStatus().name().toLowerCase(Locale.ROOT)
                : ceiling ? "ceiling" : "offer";
        json.writeStringField("price_status", status);
        Json.text("price_as_of", prices == null ? null : prices.asOf(), json);
    }

    private static void writeOverrides(String name, List<ListedOverride> overrides, JsonGenerator json)
            throws IOException {
        if (overrides.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (ListedOverride override : overrides) {
            json.writeStartObject();
            Json.textIfKnown("service_tier", override.serviceTier(), json);
            if (override.abovePromptTokens() > 0) {
                json.writeNumberField("min_prompt_tokens", override.abovePromptTokens());
            }
            writeTime("utc_start", override.utcStart(), json);
            writeTime("utc_end", override.utcEnd(), json);
            for (Map.Entry<PriceKind, BigDecimal> amount : override.amounts().entrySet()) {
                writeAmount(amount.getKey(), amount.getValue(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** As hours and minutes in one number: 1030 is half past ten. */
    private static void writeTime(String name, @Nullable LocalTime time, JsonGenerator json) throws IOException {
        if (time != null) {
            json.writeNumberField(name, time.getHour() * 100 + time.getMinute());
        }
    }

    private static void writeAmount(PriceKind kind, BigDecimal amount, JsonGenerator json) throws IOException {
        json.writeStringField(name(kind), kind.unit() == PriceKind.Unit.TOKEN ? perToken(amount) : text(amount));
    }

    private static String perToken(@Nullable BigDecimal perMillion) {
        return perMillion == null ? UNKNOWN : text(perMillion.movePointLeft(PER_MILLION));
    }

    private static String text(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** What the API's document calls it; our own name for what it does not know. */
    private static String name(PriceKind kind) {
        return switch (kind) {
            case INPUT -> "prompt";
            case OUTPUT -> "completion";
            case CACHE_READ -> "input_cache_read";
            case CACHE_WRITE -> "input_cache_write";
            case CACHE_WRITE_1H -> "input_cache_write_1h";
            case REASONING -> "internal_reasoning";
            case INPUT_AUDIO -> "audio";
            case INPUT_IMAGE -> "image_token";
            case OUTPUT_AUDIO -> "audio_output";
            case OUTPUT_IMAGE -> "image_output_token";
            case PER_INPUT_IMAGE -> "image";
            case PER_OUTPUT_IMAGE -> "image_output";
            case PER_WEB_SEARCH -> "web_search";
            case REQUEST, INPUT_AUDIO_CACHE, PER_INPUT_SECOND, PER_OUTPUT_SECOND, PER_INPUT_CHARACTER, PER_QUERY ->
                kind.field();
        };
    }
}
