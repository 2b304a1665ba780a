package dev.fairlead.billing.results;

import java.math.BigDecimal;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a rule of a policy has done, or one of its arms. Amounts are US dollars, times milliseconds.
 *
 * @param arm null for a rule that splits nothing
 * @param shadow whether the policy was only watched: then all of this is of what was done instead
 * @param cancelled requests whose callers left before the end
 * @param errors requests that got an error, not counting those that were left
 * @param latency from arrival to the end of the answer, of requests without error; null if there were none
 * @param timeToFirstByte from arrival to the first byte of the answer, likewise
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ArmResult(
        int version,
        String rule,
        @Nullable String arm,
        boolean shadow,
        long requests,
        long cancelled,
        long errors,
        @JsonProperty("error_rate") double errorRate,
        Costs cost,
        Tokens tokens,
        @Nullable Times latency,
        @JsonProperty("time_to_first_byte") @Nullable Times timeToFirstByte,
        Opinions feedback) {

    record Costs(BigDecimal total, BigDecimal mean) {}

    record Tokens(long prompt, long completion) {}

    record Times(double p50, double p90, double p99) {}

    /**
     * What was said of its generations.
     *
     * @param meanScore of those that came with a score; null if none did
     * @param categories how often each was chosen
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Opinions(
            long count,
            @JsonProperty("mean_score") @Nullable Double meanScore,
            Map<String, Long> categories) {}
}
