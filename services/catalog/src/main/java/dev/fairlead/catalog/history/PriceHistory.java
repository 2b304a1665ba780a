package dev.fairlead.catalog.history;

import java.time.Instant;
import java.time.LocalDate;
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
     * @param asOf the day on which the provider was seen to charge it; absent if the price is unknown
     * @param usd exact decimals: dollars per million tokens, and {@code request} per call; empty if unknown
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Price(
            String endpoint,
            @JsonProperty("valid_from") Instant validFrom,
            @JsonProperty("price_as_of") @Nullable LocalDate asOf,
            @JsonProperty("usd") Map<String, String> usd) {}

    public PriceHistory {
        prices = List.copyOf(prices);
    }
}
