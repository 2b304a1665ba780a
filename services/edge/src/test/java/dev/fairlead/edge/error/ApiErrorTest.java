package dev.fairlead.edge.error;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiErrorTest {

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void isOpenAisEnvelope(ErrorType type) throws IOException {
        // When
        JsonNode json = parse(ApiError.of(type, "What went wrong.").toJson());

        // Then
        assertThat(json)
                .isEqualTo(FairleadJson.mapper()
                        .readTree("{\"error\":{\"code\":%d,\"message\":\"What went wrong.\",\"type\":\"%s\","
                                        .formatted(type.status(), type.wireName())
                                + "\"metadata\":{\"error_type\":\"%s\"}}}".formatted(type.wireName())));
        assertThat(type.wireName()).matches("[a-z_]+");
        assertThat(type.status()).isBetween(400, 599);
    }

    @Test
    void namesTheFieldAtFault() throws IOException {
        JsonNode error = parse(
                        ApiError.ofField("max_tokens", "must be a whole number").toJson())
                .get("error");

        assertThat(error.get("code").intValue()).isEqualTo(400);
        assertThat(error.get("param").textValue()).isEqualTo("max_tokens");
        assertThat(error.get("message").textValue()).isEqualTo("max_tokens: must be a whole number");
        assertThat(error.at("/metadata/error_type").textValue()).isEqualTo("invalid_request");
    }

    @Test
    void tellsAvailabilityAndWhenToTryAgain() throws IOException {
        // Given
        ApiError gone = ApiError.of(ErrorType.INVALID_REQUEST, "no such model")
                .withAvailability(Availability.of("model_not_found", List.of()));
        ApiError busy = ApiError.unavailable("later", Duration.ofMillis(1_200))
                .withAvailability(Availability.of("capacity_exhausted", "a/b")
                        .withExcluded(Map.of("max_price", 2, "geo", 1))
                        .withAffectedProviders(List.of("acme"))
                        .withFallbackModels(List.of("c/d")));
        ApiError unknownWhen = ApiError.of(ErrorType.RATE_LIMIT_EXCEEDED, "later")
                .withAvailability(Availability.of("capacity_exhausted", "a/b"));

        // Then
        assertThat(parse(gone.toJson()).at("/error/availability"))
                .isEqualTo(FairleadJson.mapper().readTree("{\"code\":\"model_not_found\",\"retryable\":false}"));
        assertThat(parse(busy.toJson()).at("/error/availability"))
                .isEqualTo(FairleadJson.mapper()
                        .readTree("{\"code\":\"capacity_exhausted\",\"retryable\":true,\"retry_after\":2,"
                                + "\"requested_models\":[\"a/b\"],\"affected_providers\":[\"acme\"],"
                                + "\"excluded_by\":[\"geo\",\"max_price\"],"
                                + "\"excluded_counts\":{\"geo\":1,\"max_price\":2},"
                                + "\"fallback_models\":[\"c/d\"]}"));
        assertThat(busy.status()).isEqualTo(503);
        assertThat(parse(unknownWhen.toJson())
                        .at("/error/availability/retryable")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void listsTheAttemptsThatFailed() throws IOException {
        // Given
        ApiError error = ApiError.of(ErrorType.PROVIDER_UNAVAILABLE, "nobody could answer")
                .withAttempts(List.of(
                        new Attempt("one", "one/a", OutcomeKind.RATE_LIMITED, 429, 12),
                        new Attempt("two", "two/a", OutcomeKind.CONNECT_FAILED, 0, 3)));

        // Then
        assertThat(parse(error.toJson()).at("/error/metadata/previous_errors"))
                .isEqualTo(FairleadJson.mapper()
                        .readTree("[{\"provider\":\"one\",\"code\":\"rate_limited\",\"status\":429},"
                                + "{\"provider\":\"two\",\"code\":\"connect_failed\",\"status\":0}]"));
    }

    @Test
    void endsAStreamWithAChunk() throws IOException {
        // When
        JsonNode chunk =
                parse(ApiError.of(ErrorType.TIMEOUT, "too late").toStreamChunk("gen-1", "a/b", 1_790_000_000L));

        // Then
        assertThat(chunk).isEqualTo(FairleadJson.mapper().readTree("""
                {"id": "gen-1", "object": "chat.completion.chunk", "created": 1790000000, "model": "a/b",
                 "error": {"code": 504, "message": "too late", "type": "timeout", "metadata": {"error_type": "timeout"}},
                 "choices": [{"index": 0, "delta": {"content": ""}, "finish_reason": "error"}]}
                """));
    }

    @Test
    void aChunkIsOneLine() {
        byte[] chunk = ApiError.of(ErrorType.SERVER, "a\nb\r\nc\u2028d").toStreamChunk("gen-1", "m\n", 1);

        assertThat(chunk).doesNotContain('\n', '\r');
    }

    @Test
    void escapesWhatAMessageHolds() throws IOException {
        String message = "\"quotes\" \\ \u0000 \u001f é 😀 </script>";

        assertThat(parse(ApiError.of(ErrorType.SERVER, message).toJson())
                        .at("/error/message")
                        .textValue())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "60000, 60"})
    void roundsTheTimeToWaitUp(long millis, long seconds) {
        assertThat(ApiError.unavailable("x", Duration.ofMillis(millis)).retryAfterSeconds())
                .isEqualTo(seconds);
        assertThat(ApiError.of(ErrorType.SERVER, "x").retryAfterSeconds()).isZero();
    }

    @Test
    void keepsTheRestWhenOnePartIsReplaced() {
        ApiError error = ApiError.ofField("model", "unknown")
                .withStatus(404)
                .withAvailability(Availability.of("model_not_found", List.of()))
                .withRetryAfter(Duration.ofSeconds(3));

        assertThat(error)
                .isEqualTo(new ApiError(
                        ErrorType.INVALID_REQUEST,
                        404,
                        "model: unknown",
                        "model",
                        Availability.of("model_not_found", List.of()),
                        Duration.ofSeconds(3),
                        List.of()));
        assertThat(new ApiException(error)).hasMessage("model: unknown").hasNoCause();
        assertThat(new ApiException(error).getStackTrace()).isEmpty();
    }

    private static JsonNode parse(byte[] json) throws IOException {
        return FairleadJson.mapper().readTree(json);
    }
}
