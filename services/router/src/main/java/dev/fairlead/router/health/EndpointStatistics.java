package dev.fairlead.router.health;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.router.statistics.LogHistogram;
import dev.fairlead.router.statistics.Tally;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint did lately.
 *
 * @param endpoint the endpoint's id
 * @param breaker whether requests pass
 * @param retryAt when an open breaker half-opens; null unless it is open
 * @param last30Seconds the short window
 * @param last5Minutes the long window
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointStatistics(
        String endpoint,
        BreakerState breaker,
        @JsonProperty("retry_at") @Nullable Instant retryAt,
        @JsonProperty("last_30_seconds") Window last30Seconds,
        @JsonProperty("last_5_minutes") Window last5Minutes) {

    /**
     * The attempts of some time.
     *
     * @param attempts those that say something about the endpoint's health
     * @param succeeded those of them that succeeded
     * @param successRate their share, 0 to 1
     * @param timeToFirstTokenMillis from sending the request to the first content
     * @param tokensPerSecond speed of the answer from then on
     */
    @RegisterForReflection
    public record Window(
            long attempts,
            long succeeded,
            @JsonProperty("success_rate") double successRate,
            @JsonProperty("time_to_first_token_ms") Quantiles timeToFirstTokenMillis,
            @JsonProperty("tokens_per_second") Quantiles tokensPerSecond) {

        static Window of(Tally tally) {
            return new Window(
                    tally.attempts(),
                    tally.succeeded(),
                    tally.successRate(),
                    Quantiles.of(tally.timeToFirstTokenMillis()),
                    Quantiles.of(tally.tokensPerSecond()));
        }
    }

    /**
     * Quantiles, right within 5 %; all 0 if there was nothing to measure.
     *
     * @param p50 the median
     * @param p90 what nine in ten stay below
     * @param p99 what ninety-nine in a hundred stay below
     */
    @RegisterForReflection
    public record Quantiles(double p50, double p90, double p99) {

        static Quantiles of(LogHistogram histogram) {
            return new Quantiles(histogram.quantile(0.5), histogram.quantile(0.9), histogram.quantile(0.99));
        }
    }
}
