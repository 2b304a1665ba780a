package dev.fairlead.catalog.answers;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.Vocabulary;
import dev.fairlead.catalog.search.Entry;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.Served;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints as callers see them, with how they do at the moment.
 *
 * @param live what the router knows
 * @param callerIsKnown whether percentiles are shown, which are not for everybody
 */
record EndpointJson(LiveFigures live, boolean callerIsKnown) {

    /** Figures of the traffic are rounded to thousandths: more would be noise. */
    private static final int DECIMALS = 3;

    private static final int HUNDRED = 100;

    /** A model with its endpoints. */
    byte[] model(Entry entry) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("data");
            json.writeStringField("id", entry.id());
            ModelJson.writeHead(entry, json);
            json.writeArrayFieldStart("endpoints");
            for (Served endpoint : entry.endpoints()) {
                write(entry, endpoint, json);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    void write(Entry entry, Served endpoint, JsonGenerator json) throws IOException {
        ListedEndpoint listed = endpoint.listed();
        EndpointHealth health = live.health(endpoint.published().id());
        json.writeStartObject();
        json.writeStringField("name", endpoint.provider().name() + " | " + entry.id());
        json.writeStringField("model_id", entry.id());
        json.writeStringField("model_name", ModelJson.name(entry));
        json.writeStringField("provider_name", endpoint.provider().name());
        json.writeStringField("tag", endpoint.published().tag());
        json.writeNumberField("status", status(endpoint, health));
        json.writeNumberField("context_length", listed.contextLength());
        Json.limit("max_prompt_tokens", listed.maxPromptTokens(), json);
        Json.limit("max_completion_tokens", listed.maxOutputTokens(), json);
        Json.text("quantization", quantization(listed.quantization()), json);
        PriceJson.write(endpoint, json);
        List<String> understood = entry.parametersOf(endpoint);
        Json.texts(
                "supported_parameters",
                Vocabulary.PARAMETERS.stream().filter(understood::contains).toList(),
                json);
        json.writeBooleanField("supports_implicit_caching", cachesByItself(endpoint.prices()));
        json.writeBooleanField("supports_voice_cloning", false);
        writeHealth(health, json);
        writeOurs(endpoint, json);
        json.writeEndObject();
    }

    private void writeHealth(@Nullable EndpointHealth health, JsonGenerator json) throws IOException {
        Json.number("uptime_last_5m", uptime(health, StatisticsWindow.MINUTES_5), json);
        Json.number("uptime_last_30m", uptime(health, StatisticsWindow.MINUTES_30), json);
        Json.number("uptime_last_1d", uptime(health, StatisticsWindow.DAY_1), json);
        WindowStatistics recent = health == null || !callerIsKnown ? null : health.over(StatisticsWindow.MINUTES_30);
        writePercentiles("latency_last_30m", recent == null ? null : recent.timeToFirstTokenMillis(), json);
        writePercentiles("throughput_last_30m", recent == null ? null : recent.tokensPerSecond(), json);
    }

    /** What the API's document does not know. */
    private static void writeOurs(Served endpoint, JsonGenerator json) throws IOException {
        ListedEndpoint listed = endpoint.listed();
        PriceJson.writeServiceTiers(endpoint, json);
        PriceJson.writeDoubts(endpoint, json);
        json.writeStringField("endpoint_id", endpoint.published().id());
        json.writeStringField("provider_slug", listed.provider());
        json.writeStringField("listing", lower(listed.status()));
        json.writeStringField("standing", lower(endpoint.published().standing()));
        Json.text("region", listed.region(), json);
        Json.text("tier", listed.tier(), json);
        Json.textIfKnown("expiration_date", listed.retires(), json);
        json.writeBooleanField(
                "zero_data_retention", endpoint.provider().dataPolicy().retainsNothing());
    }

    /** 0 if it does well; the lower, the less is sent to it. */
    private static int status(Served endpoint, @Nullable EndpointHealth health) {
        if (!endpoint.isRoutable()) {
            return -5;
        }
        BreakerState breaker = health == null ? BreakerState.CLOSED : health.breaker();
        return switch (breaker) {
            case CLOSED -> 0;
            case HALF_OPEN -> -1;
            case OPEN -> -2;
        };
    }

    /** One that the document does not know is there, but has no name. */
    private static @Nullable String quantization(@Nullable String listed) {
        return listed == null || Vocabulary.QUANTIZATIONS.contains(listed) ? listed : "unknown";
    }

    /** Repeated prompts are cheaper without being marked: where marking is needed, writing to the cache has a price. */
    private static boolean cachesByItself(@Nullable PriceList prices) {
        return prices != null
                && prices.amount(PriceKind.CACHE_READ) != null
                && prices.amount(PriceKind.CACHE_WRITE) == null;
    }

    private static @Nullable BigDecimal uptime(@Nullable EndpointHealth health, StatisticsWindow window) {
        WindowStatistics statistics = health == null ? null : health.over(window);
        return statistics == null || statistics.attempts() == 0
                ? null
                : BigDecimal.valueOf(statistics.successes() * HUNDRED)
                        .divide(BigDecimal.valueOf(statistics.attempts()), DECIMALS, RoundingMode.HALF_UP)
                        .min(BigDecimal.valueOf(HUNDRED));
    }

    private static void writePercentiles(String name, @Nullable Percentiles percentiles, JsonGenerator json)
            throws IOException {
        if (percentiles == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("p50", rounded(percentiles.p50()));
        json.writeNumberField("p75", rounded(percentiles.p75()));
        json.writeNumberField("p90", rounded(percentiles.p90()));
        json.writeNumberField("p99", rounded(percentiles.p99()));
        json.writeEndObject();
    }

    private static BigDecimal rounded(double figure) {
        return BigDecimal.valueOf(figure).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
