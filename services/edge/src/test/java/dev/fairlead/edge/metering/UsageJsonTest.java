package dev.fairlead.edge.metering;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UsageJsonTest {

    @Test
    void tellsCountsAndCosts() throws IOException {
        // Given
        TokenUsage usage = new TokenUsage(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
        Cost cost = new Cost(Money.ofNanos(1_500_000_001L), Money.ofNanos(1_500_000_000L), Money.ofNanos(1));

        // When
        JsonNode json = FairleadJson.mapper().readTree(UsageJson.of(usage, cost));

        // Then
        assertThat(json).isEqualTo(FairleadJson.mapper().readTree("""
                {"prompt_tokens": 63, "completion_tokens": 960, "total_tokens": 1023,
                 "prompt_tokens_details": {"cached_tokens": 2, "cache_write_tokens": 12, "audio_tokens": 16},
                 "completion_tokens_details": {"reasoning_tokens": 128, "audio_tokens": 256},
                 "cost": 1.500000001, "is_byok": false,
                 "cost_details": {"upstream_inference_cost": 1.500000001,
                   "upstream_inference_prompt_cost": 1.5, "upstream_inference_completions_cost": 0.000000001}}
                """));
    }

    @Test
    void writesAmountsExactlyAndWithoutExponent() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            // Given
            Money prompt = Money.ofNanos(random.nextLong(1L << random.nextInt(1, 60)));
            Money completion = Money.ofNanos(random.nextLong(1L << random.nextInt(1, 60)));
            Cost cost = new Cost(prompt.plus(completion), prompt, completion);

            // When
            String text = UsageJson.of(TokenUsage.NONE, cost);

            // Then
            assertThat(text).doesNotContainPattern("[0-9][eE]");
            JsonNode json = FairleadJson.mapper().readTree(text);
            assertThat(json.get("cost").decimalValue()).isEqualByComparingTo(usd(cost.total()));
            JsonNode details = json.get("cost_details");
            assertThat(details.get("upstream_inference_cost").decimalValue()).isEqualByComparingTo(usd(cost.total()));
            assertThat(details.get("upstream_inference_prompt_cost").decimalValue())
                    .isEqualByComparingTo(usd(prompt));
            assertThat(details.get("upstream_inference_completions_cost").decimalValue())
                    .isEqualByComparingTo(usd(completion));
        }
    }

    @Test
    void writesWholeTensOfDollarsPlain() {
        Cost cost = new Cost(Money.ofUsd("100"), Money.ofUsd("100"), Money.ZERO);

        assertThat(UsageJson.of(TokenUsage.NONE, cost))
                .contains("\"cost\":100,")
                .contains("\"upstream_inference_completions_cost\":0}");
    }

    private static BigDecimal usd(Money money) {
        return money.toUsd();
    }
}
