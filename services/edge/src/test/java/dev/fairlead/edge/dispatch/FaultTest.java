package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.Availability;
import dev.fairlead.edge.error.ErrorType;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FaultTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");
    private static final List<Attempt> ONE = List.of(new Attempt("p", "p/m", OutcomeKind.PROVIDER_ERROR, 500, 1));

    @ParameterizedTest
    @CsvSource({
        "400, REQUEST_REJECTED, false",
        "401, CREDENTIAL_REJECTED, true",
        "402, CREDENTIAL_REJECTED, true",
        "403, CREDENTIAL_REJECTED, true",
        "404, PROVIDER_ERROR, true",
        "408, TIMEOUT, true",
        "409, REQUEST_REJECTED, false",
        "413, REQUEST_REJECTED, false",
        "422, REQUEST_REJECTED, false",
        "429, RATE_LIMITED, true",
        "500, PROVIDER_ERROR, true",
        "502, PROVIDER_ERROR, true",
        "503, PROVIDER_ERROR, true",
        "529, PROVIDER_ERROR, true",
        "301, PROVIDER_ERROR, true",
        "204, PROVIDER_ERROR, true",
        "999, PROVIDER_ERROR, true"
    })
    void meansByStatus(int status, OutcomeKind kind, boolean worthAnother) {
        // When
        Fault fault = fault(status, "words", null);

        // Then
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.status()).isEqualTo(status);
        assertThat(fault.isWorthAnotherEndpoint()).isEqualTo(worthAnother);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404, 408, 429, 500, 503})
    void repeatsNothingOfWhatIsBetweenTheOperatorAndTheProvider(int status) {
        // Given
        Fault fault = fault(status, "Incorrect API key provided: sk-secret", null);

        // Then
        assertThat(fault.message()).doesNotContain("sk-secret");
        assertThat(fault.toError("a/b", ONE).message()).doesNotContain("sk-secret");
    }

    @Test
    void repeatsWhatConcernsTheCallersRequest() {
        assertThat(fault(400, "'temperature' is too high", null)
                        .toError("a/b", ONE)
                        .message())
                .isEqualTo("The provider rejected the request: 'temperature' is too high");
        assertThat(fault(400, null, null).toError("a/b", ONE).message())
                .isEqualTo("The provider rejected the request: the provider answered with status 400");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "120, 120",
        "' 7 ', 7",
        "3600, 3600",
        "3601, 3600",
        "9223372036854775807, 3600",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 0",
        "'Sun, 06 Nov 1994 08:50:37 GMT', 60",
        "'Sun, 06 Nov 1994 08:49:36 GMT', 0",
        "'Sat, 05 Nov 1994 08:49:36 GMT', 0",
        "'Mon, 07 Nov 1994 08:49:37 GMT', 3600"
    })
    void readsRetryAfterAsSecondsOrDateUpToAnHour(String value, long seconds) {
        assertThat(fault(429, null, value).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "soon", "-5", "1.5", "1e3", "99999999999999999999", "2026-13-45", "Sun, 99 Foo 1994"})
    void passesOverARetryAfterThatMakesNoSense(String value) {
        assertThat(fault(429, null, value).retryAfter()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, 400",
        "409, INVALID_REQUEST, 400",
        "413, PAYLOAD_TOO_LARGE, 413",
        "422, UNPROCESSABLE, 422",
        "401, PROVIDER_UNAVAILABLE, 502",
        "402, PROVIDER_UNAVAILABLE, 502",
        "403, PROVIDER_UNAVAILABLE, 502",
        "404, PROVIDER_UNAVAILABLE, 502",
        "408, TIMEOUT, 504",
        "429, RATE_LIMIT_EXCEEDED, 429",
        "500, PROVIDER_UNAVAILABLE, 502",
        "503, PROVIDER_OVERLOADED, 503",
        "529, PROVIDER_OVERLOADED, 503"
    })
    void becomesAnErrorForTheCaller(int status, ErrorType type, int callersStatus) {
        // When
        ApiError error = fault(status, "words", "5").toError("a/b", ONE);

        // Then
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.status()).isEqualTo(callersStatus);
        assertThat(error.retryAfterSeconds()).isEqualTo(5);
        assertThat(error.attempts()).isEqualTo(ONE);
    }

    @ParameterizedTest
    @EnumSource(OutcomeKind.class)
    void everyKindOfFaultIsAnErrorThatSaysWhichModel(OutcomeKind kind) {
        // When
        ApiError error = Fault.of(kind, "something went wrong").toError("a/b", List.of());

        // Then
        assertThat(error.status()).isBetween(400, 599);
        assertThat(error.message().contains("a/b") || kind == OutcomeKind.REQUEST_REJECTED)
                .isTrue();
    }

    @Test
    void saysHowManyAttemptsThereWere() {
        List<Attempt> two = List.of(ONE.getFirst(), ONE.getFirst());

        assertThat(fault(500, null, null).toError("a/b", two).message()).contains("(2 attempts)");
        assertThat(fault(500, null, null).toError("a/b", ONE).message()).doesNotContain("attempt");
        assertThat(fault(429, null, null).toError("a/b", two).message()).contains("(2 attempts)");
        assertThat(fault(429, null, null).toError("a/b", two).availability())
                .isEqualTo(Availability.of("capacity_exhausted", "a/b")
                        .withAffectedProviders(List.of(ONE.getFirst().provider())));
    }

    private static Fault fault(int status, @Nullable String words, @Nullable String retryAfter) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (retryAfter != null) {
            headers.add("Retry-After", retryAfter);
        }
        return Fault.ofStatus(status, words, headers, NOW);
    }
}
