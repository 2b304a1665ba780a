package dev.fairlead.edge.routing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.Availability;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnroutableTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void countsWhatKeptEndpointsAway() throws IOException {
        // When
        ApiError error =
                error(false, drop("a/x", Reason.MAX_PRICE), drop("b/x", Reason.ZDR), drop("c/x", Reason.MAX_PRICE));

        // Then
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.type()).isEqualTo(ErrorType.NOT_FOUND);
        assertThat(error.message())
                .isEqualTo("No endpoint of m can take this request; excluded by data_policy:zdr (1), max_price (2).");
        JsonNode availability = FairleadJson.mapper().readTree(error.toJson()).at("/error/availability");
        assertThat(availability).isEqualTo(FairleadJson.mapper().readTree("""
                {"code": "constraint_filtered", "retryable": false, "requested_models": ["m"],
                 "excluded_by": ["data_policy:zdr", "max_price"],
                 "excluded_counts": {"data_policy:zdr": 1, "max_price": 2}}
                """));
    }

    @Test
    void saysThatNobodyKeepsToTheDataPolicy() {
        // When
        ApiError error =
                error(false, drop("a/x", Reason.TRAINING), drop("b/x", Reason.ZDR), drop("c/x", Reason.RETIRED));

        // Then
        assertThat(availability(error).code()).isEqualTo("privacy_restricted");
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.message()).contains("data policy");
    }

    @Test
    void saysInTheKnownWordsThatNobodyUnderstandsTools() {
        // When
        ApiError error = error(true, drop("a/x", Reason.REQUIRE_PARAMETERS), drop("b/x", Reason.NO_PRICE));

        // Then
        assertThat(error.message()).startsWith("No endpoints found that support tool use");
        assertThat(availability(error).code()).isEqualTo("constraint_filtered");
        assertThat(error(false, drop("a/x", Reason.REQUIRE_PARAMETERS)).message())
                .doesNotContain("tool");
    }

    @Test
    void saysThatNoEndpointCanBeCalledByAnybody() {
        assertThat(availability(error(false, drop("a/x", Reason.NO_CREDENTIAL))).code())
                .isEqualTo("no_endpoints");
        assertThat(availability(error(false)).code()).isEqualTo("no_endpoints");
        assertThat(availability(error(false)).excluded()).isEmpty();
    }

    @Test
    void saysExactlyWhenAProviderIsBack() {
        // When
        ApiError error = error(
                false,
                new Dropped("beta/x", Reason.BREAKER_OPEN, NOW.plusSeconds(30)),
                new Dropped("alpha/x", Reason.BREAKER_OPEN, NOW.plusMillis(7_500)),
                new Dropped("alpha/y", Reason.BREAKER_OPEN, null));

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.type()).isEqualTo(ErrorType.PROVIDER_OVERLOADED);
        assertThat(error.retryAfter()).isEqualTo(Duration.ofMillis(7_500));
        assertThat(error.retryAfterSeconds()).isEqualTo(8);
        assertThat(availability(error).code()).isEqualTo("temporarily_unavailable");
        assertThat(availability(error).affectedProviders()).containsExactly("alpha", "beta");
    }

    @Test
    void asksToTryAgainIfOneThatFitsIsOnlyFailing() {
        // When
        ApiError error = error(
                false,
                drop("a/x", Reason.MAX_PRICE),
                new Dropped("b/x", Reason.BREAKER_OPEN, NOW.plusSeconds(3)),
                drop("c/x", Reason.NO_CREDENTIAL));

        // Then
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.retryAfterSeconds()).isEqualTo(3);
        assertThat(availability(error).affectedProviders()).containsExactly("b");
        assertThat(availability(error).excluded())
                .isEqualTo(Map.of("max_price", 1, "breaker_open", 1, "no_credential", 1));
    }

    private static Availability availability(ApiError error) {
        return Objects.requireNonNull(error.availability());
    }

    private static Dropped drop(String endpoint, Reason reason) {
        return new Dropped(endpoint, reason, null);
    }

    private static ApiError error(boolean offersTools, Dropped... dropped) {
        return Unroutable.error(
                new Plan(List.of(), Arrays.asList(dropped), Strategy.PRICE), List.of("m"), offersTools, NOW);
    }
}
