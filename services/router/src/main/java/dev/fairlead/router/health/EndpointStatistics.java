package dev.fairlead.router.health;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.router.statistics.Tally;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint did lately.
 *
 * @param endpoint the endpoint's id
 * @param breaker whether requests pass
 * @param retryAt when requests may pass again; null unless it is open
 * @param tokensLastWeek tokens of prompts and completions over the last seven days
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointStatistics(
        String endpoint,
        BreakerState breaker,
        @JsonProperty("retry_at") @Nullable Instant retryAt,
        @JsonProperty("last_30_seconds") Window last30Seconds,
        @JsonProperty("last_5_minutes") Window last5Minutes,
        @JsonProperty("last_30_minutes") Window last30Minutes,
        @JsonProperty("last_day") Window lastDay,
        @JsonProperty("tokens_last_week") long tokensLastWeek) {

    /**
     * The attempts of some time. Percentiles are right within 5 %.
     *
     * @param attempts those that say something about the endpoint's health, but for {@code rateLimited}
     * @param succeeded those of them that succeeded
     * @param successRate their share, 0 to 1
     * @param rateLimited what the endpoint refused for going too fast
     * @param toolSuccessRate share of the attempts with tools that ended in a call of one; null if there were none
     * @param timeToFirstTokenMillis from sending the request to the first content; null if there was no stream
     * @param tokensPerSecond speed of answers; null if there were none
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Window(
            long attempts,
            long succeeded,
            @JsonProperty("success_rate") double successRate,
            @JsonProperty("rate_limited") long rateLimited,
            @JsonProperty("tool_success_rate") @Nullable Double toolSuccessRate,

            @JsonProperty("time_to_first_token_ms") @Nullable
            Percentiles timeToFirstTokenMillis,

            @JsonProperty("tokens_per_second") @Nullable Percentiles tokensPerSecond) {

        static Window of(Tally tally) {
            return new Window(
                    tally.attempts(),
                    tally.succeeded(),
                    tally.successRate(),
                    tally.refused(),
                    tally.toolSuccessRate(),
                    tally.timeToFirstTokenMillis(),
                    tally.tokensPerSecond());
        }
    }
}
