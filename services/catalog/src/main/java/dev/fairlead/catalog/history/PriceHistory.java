package dev.fairlead.catalog.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoints of a model charge or charged.
 *
 * @param model the model's id
 * @param at the moment asked for; absent if all was asked for
 * @param prices by endpoint and time
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceHistory(String model, @Nullable Instant at, List<Price> prices) {

    /**
     * One price of one endpoint.
     *
     * @param endpoint the endpoint's id
     * @param validFrom from when on it is charged
     * @param status how sure it is, such as {@code listed}, {@code unknown}
     * @param asOf the day on which the provider was seen to charge it; absent if the price is unknown
     * @param source who saw it; absent if it is the provider's own page or unknown
     * @param usd exact decimals: dollars per million tokens, and per piece of what is not counted in tokens; empty if
     *     unknown
     * @param overrides prices under conditions, in the order in which they apply
     * @param ceilingUsd what an operator lets it be charged at while the price is unknown; absent if nothing
     * @param offerUsd what other organisations than its owner are charged; absent if it is not offered
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Price(
            String endpoint,
            @JsonProperty("valid_from") Instant validFrom,
            @JsonProperty("price_status") String status,
            @JsonProperty("price_as_of") @Nullable LocalDate asOf,
            @JsonProperty("price_source") @Nullable String source,
            @JsonProperty("usd") Map<String, String> usd,
            @JsonProperty("overrides") List<Condition> overrides,
            @JsonProperty("ceiling_usd") @Nullable Map<String, String> ceilingUsd,
            @JsonProperty("offer_usd") @Nullable Map<String, String> offerUsd) {

        public Price {
            overrides = List.copyOf(overrides);
        }
    }

    /**
     * Prices that replace the usual ones if all conditions hold.
     *
     * @param abovePromptTokens for prompts of strictly more tokens; absent for any
     * @param utcStart from when in the day; absent for any time
     * @param utcEnd until when, exclusive
     * @param serviceTier absent for the usual one
     * @param usd as {@link Price#usd}
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Condition(
            @JsonProperty("above_prompt_tokens") @Nullable Long abovePromptTokens,
            @JsonProperty("utc_start") @Nullable LocalTime utcStart,
            @JsonProperty("utc_end") @Nullable LocalTime utcEnd,
            @JsonProperty("service_tier") @Nullable String serviceTier,
            Map<String, String> usd) {}

    public PriceHistory {
        prices = List.copyOf(prices);
    }
}
