package dev.fairlead.edge.consensus;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.dispatch.Bill;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsensusAnswerTest {

    private static final Random RANDOM = new Random(1);
    private static final GenerationId ID = GenerationId.create(1, RANDOM);

    private final Opinion first = opinion("a/x", "Paris", 100_000_001);
    private final Opinion second = opinion("b/y", "Paris.", 200_000_002);
    private final Opinion failed =
            new Opinion("c/z", GenerationId.create(3, RANDOM), null, ApiError.of(ErrorType.SERVER, "broken"), bill(3));

    @Test
    void isTheChosenAnswerWithTheCostOfAll() throws IOException {
        // When
        JsonNode json = FairleadJson.mapper().readTree(answer(0.5).whole().getBytes());

        // Then
        assertThat(json.path("id").asText()).isEqualTo(ID.value());
        assertThat(json.path("model").asText()).isEqualTo("a/x");
        assertThat(json.at("/choices/0/message/content").asText()).isEqualTo("Paris");
        assertThat(json.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.300000006");
        assertThat(json.at("/usage/prompt_tokens").asLong()).isEqualTo(30);
        assertThat(json.at("/consensus/confidence").asDouble()).isEqualTo(0.667);
        assertThat(json.at("/consensus/reached").asBoolean()).isTrue();
        assertThat(json.at("/consensus/answers")).hasSize(3);
        assertThat(json.at("/consensus/answers/0/chosen").asBoolean()).isTrue();
        assertThat(json.at("/consensus/answers/1/similarity").asDouble()).isEqualTo(1);
        assertThat(json.at("/consensus/answers/1/cost").decimalValue()).isEqualByComparingTo("0.200000002");
        assertThat(json.at("/consensus/answers/2/error/message").asText()).isEqualTo("broken");
        assertThat(json.at("/consensus/answers/2/provider").isNull()).isTrue();
    }

    @Test
    void saysWhenTooFewAgree() throws IOException {
        JsonNode json = FairleadJson.mapper().readTree(answer(0.9).whole().getBytes());

        assertThat(json.at("/consensus/reached").asBoolean()).isFalse();
    }

    @Test
    void comesAsAStreamOfOneChunkTheUsageAndTheEnd() throws IOException {
        // When
        String[] events = answer(0).stream().toString().split("\n\n");

        // Then
        assertThat(events).hasSize(3);
        JsonNode content = FairleadJson.mapper().readTree(events[0].substring("data: ".length()));
        JsonNode last = FairleadJson.mapper().readTree(events[1].substring("data: ".length()));
        assertThat(content.at("/choices/0/delta/content").asText()).isEqualTo("Paris");
        assertThat(content.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.300000006");
        assertThat(last.path("consensus").path("answers")).hasSize(3);
        assertThat(events[2]).isEqualTo("data: [DONE]");
    }

    private ConsensusAnswer answer(double minAgreement) {
        List<Opinion> opinions = List.of(first, second, failed);
        return new ConsensusAnswer(
                ID, opinions, Agreement.of(Arrays.asList(first.text(), second.text(), failed.text())), minAgreement);
    }

    private static Opinion opinion(String model, String text, long nanos) {
        ObjectNode answer = FairleadJson.mapper().createObjectNode();
        answer.put("id", "theirs").put("model", model).put("provider", "P").put("created", 7);
        ObjectNode choice =
                answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text);
        return new Opinion(model, GenerationId.create(2, RANDOM), answer, null, bill(nanos));
    }

    private static Bill bill(long nanos) {
        Money cost = Money.ofNanos(nanos);
        return new Bill(TokenUsage.ofText(10, 5), new Cost(cost, cost, Money.ZERO));
    }
}
