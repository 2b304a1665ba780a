package dev.fairlead.edge.metering;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;

import dev.fairlead.contracts.money.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UsageReaderTest {

    private final UsageReader reader = new UsageReader();

    @Test
    void readsPlainText() {
        assertThat(read("{\"prompt_tokens\":12,\"completion_tokens\":34,\"total_tokens\":46}"))
                .isEqualTo(TokenUsage.ofText(12, 34));
    }

    @Test
    void takesTheDetailsOutOfTheTotals() {
        // When
        TokenUsage usage = read("""
                {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500,
                 "prompt_tokens_details": {"cached_tokens": 600, "cache_write_tokens": 100, "audio_tokens": 50},
                 "completion_tokens_details": {"reasoning_tokens": 300, "audio_tokens": 20,
                   "accepted_prediction_tokens": 7, "rejected_prediction_tokens": 9}}
                """);

        // Then
        assertThat(usage).isEqualTo(new TokenUsage(250, 600, 100, 0, 50, 0, 180, 300, 20, 0));
    }

    @Test
    void readsDeepSeeksSpelling() {
        assertThat(read("{\"prompt_tokens\":100,\"completion_tokens\":5,\"prompt_cache_hit_tokens\":64,"
                        + "\"prompt_cache_miss_tokens\":36}"))
                .isEqualTo(new TokenUsage(36, 64, 0, 0, 0, 0, 5, 0, 0, 0));
    }

    @Test
    void passesOverDetailsThatAreNullOrNotThere() {
        assertThat(read("{\"prompt_tokens\":3,\"completion_tokens\":4,\"prompt_tokens_details\":null,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":null}}"))
                .isEqualTo(TokenUsage.ofText(3, 4));
        assertThat(read("{\"prompt_tokens\":3,\"completion_tokens\":4,\"prompt_tokens_details\":[1],"
                        + "\"completion_tokens_details\":\"none\"}"))
                .isEqualTo(TokenUsage.ofText(3, 4));
    }

    @Test
    void neverCountsMoreThanTheTotalsWhateverTheDetailsSay() {
        assertThat(read("{\"prompt_tokens\":10,\"completion_tokens\":5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":99,\"audio_tokens\":7},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":77,\"audio_tokens\":-4}}"))
                .isEqualTo(new TokenUsage(0, 10, 0, 0, 0, 0, 0, 5, 0, 0));
    }

    @Test
    void addsUpToTheTotalsForAnyDetails() {
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            // Given
            long prompt = random.nextInt(1_000);
            long completion = random.nextInt(1_000);
            String json =
                    "{\"completion_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d,\"audio_tokens\":%d,"
                                    .formatted(completion, random.nextInt(1_000), random.nextInt(1_000))
                            + "\"cache_write_tokens\":%d},\"prompt_tokens\":%d,\"completion_tokens_details\":"
                                    .formatted(random.nextInt(1_000), prompt)
                            + "{\"audio_tokens\":%d,\"reasoning_tokens\":%d}}"
                                    .formatted(random.nextInt(1_000), random.nextInt(1_000));

            // When
            TokenUsage usage = Objects.requireNonNull(read(json));

            // Then
            assertThat(usage.promptTokens()).isEqualTo(prompt);
            assertThat(usage.completionTokens()).isEqualTo(completion);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "12",
                "{\"prompt_tokens\":1}",
                "{\"completion_tokens\":1}",
                "{\"prompt_tokens\":-1,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1,\"completion_tokens\":-1}",
                "{\"prompt_tokens\":\"1\",\"completion_tokens\":1}",
                "{\"prompt_tokens\":1.5,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1e3,\"completion_tokens\":1}",
                "{\"prompt_tokens\":null,\"completion_tokens\":1}",
                "{\"prompt_tokens\":true,\"completion_tokens\":1}",
                "{\"prompt_tokens\":99999999999999999999999,\"completion_tokens\":1}",
                "{\"prompt_tokens\":1,\"completion_tokens\":1",
                "{\"prompt_tokens\":1,\"prompt_tokens\":2,\"completion_tokens\":1}",
                "not json"
            })
    void makesNothingOfNonsense(String json) {
        assertThat(read(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000L, 999_999_999_999_999_999L})
    void makesNothingOfCountsThatNoModelReaches(long count) {
        // Such counts cannot be priced: their cost does not fit into Money.
        assertThat(read("{\"prompt_tokens\":" + count + ",\"completion_tokens\":1}"))
                .isNull();
        assertThat(read("{\"prompt_tokens\":1,\"completion_tokens\":" + count + "}"))
                .isNull();
    }

    @Test
    void readsWithinALargerText() {
        // Given
        byte[] json = "xx{\"prompt_tokens\":1,\"completion_tokens\":2}yy".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat(reader.read(json, 2, json.length - 2)).isEqualTo(TokenUsage.ofText(1, 2));
    }

    @Test
    void forgetsWhatItReadBefore() {
        read("{\"prompt_tokens\":9,\"completion_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":9}}");

        assertThat(read("{\"prompt_tokens\":9,\"completion_tokens\":9}")).isEqualTo(TokenUsage.ofText(9, 9));
    }

    private @Nullable TokenUsage read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length);
    }
}
