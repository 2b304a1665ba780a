package dev.fairlead.edge.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.dispatch.Bill;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.metering.UsageJson;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.buffer.Buffer;

/**
 * The completion that the caller gets: the chosen one under an id of its own, with the usage and cost of all, and what
 * each model said of the question.
 */
final class ConsensusAnswer {

    private static final String DATA = "data: ";
    private static final String EVENT_END = "\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final GenerationId id;
    private final ObjectNode chosen;
    private final ObjectNode consensus;
    private final Bill bill;

    ConsensusAnswer(GenerationId id, List<Opinion> opinions, Agreement agreement, double minAgreement) {
        this.id = id;
        this.chosen = Objects.requireNonNull(opinions.get(agreement.chosen()).answer());
        this.consensus = consensus(opinions, agreement, minAgreement);
        this.bill = total(opinions);
    }

    /** What all of them consumed and cost together. */
    static Bill total(List<Opinion> opinions) {
        TokenUsage usage = TokenUsage.NONE;
        Cost cost = Cost.ZERO;
        for (Opinion opinion : opinions) {
            usage = sum(usage, opinion.bill().usage());
            Cost more = opinion.bill().cost();
            cost = new Cost(
                    cost.total().plus(more.total()),
                    cost.prompt().plus(more.prompt()),
                    cost.completion().plus(more.completion()));
        }
        return new Bill(usage, cost);
    }

    private static TokenUsage sum(TokenUsage one, TokenUsage other) {
        return new TokenUsage(
                one.input() + other.input(),
                one.cacheRead() + other.cacheRead(),
                one.cacheWrite() + other.cacheWrite(),
                one.cacheWrite1h() + other.cacheWrite1h(),
                one.inputAudio() + other.inputAudio(),
                one.inputImage() + other.inputImage(),
                one.output() + other.output(),
                one.reasoning() + other.reasoning(),
                one.outputAudio() + other.outputAudio(),
                one.outputImage() + other.outputImage());
    }

    Bill bill() {
        return bill;
    }

    /** As one JSON document. */
    Buffer whole() {
        ObjectNode answer = chosen.deepCopy();
        answer.put("id", id.value());
        answer.set("usage", usage());
        answer.set("consensus", consensus);
        return Buffer.buffer(bytes(answer));
    }

    /** As a stream: all of the content at once, then the usage, then its end. */
    Buffer stream() {
        ObjectNode choice = FairleadJson.mapper().createObjectNode().put("index", 0);
        JsonNode only = chosen.path("choices").path(0);
        choice.set("delta", only.path("message").deepCopy());
        choice.set("finish_reason", only.path("finish_reason"));
        if (only.has("native_finish_reason")) {
            choice.set("native_finish_reason", only.get("native_finish_reason"));
        }
        ObjectNode content = chunk();
        content.putArray("choices").add(choice);
        ObjectNode last = chunk();
        last.putArray("choices");
        last.set("usage", usage());
        last.set("consensus", consensus);
        return Buffer.buffer(DATA)
                .appendBytes(bytes(content))
                .appendString(EVENT_END + DATA)
                .appendBytes(bytes(last))
                .appendString(EVENT_END + DONE);
    }

    private ObjectNode chunk() {
        ObjectNode chunk = FairleadJson.mapper().createObjectNode().put("id", id.value());
        chunk.put("object", "chat.completion.chunk");
        for (String field : List.of("created", "model", "provider")) {
            if (chosen.has(field)) {
                chunk.set(field, chosen.get(field));
            }
        }
        return chunk;
    }

    private JsonNode usage() {
        try {
            return FairleadJson.mapper().readTree(UsageJson.of(bill.usage(), bill.cost()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode consensus(List<Opinion> opinions, Agreement agreement, double minAgreement) {
        ObjectNode consensus = FairleadJson.mapper().createObjectNode();
        consensus.put("confidence", agreement.confidence());
        consensus.put("agreement", agreement.agreement());
        consensus.put("reached", agreement.agreement() >= minAgreement);
        ArrayNode answers = consensus.putArray("answers");
        for (int i = 0; i < opinions.size(); i++) {
            Opinion opinion = opinions.get(i);
            answers.add(answer(
                    opinion, i == agreement.chosen(), agreement.similarities().get(i)));
        }
        return consensus;
    }

    private static ObjectNode answer(Opinion opinion, boolean isChosen, double similarity) {
        ObjectNode json = FairleadJson.mapper().createObjectNode();
        ObjectNode answer = opinion.answer();
        json.put(
                "model", answer == null ? opinion.model() : answer.path("model").asText(opinion.model()));
        json.set("provider", answer == null ? json.nullNode() : answer.path("provider"));
        GenerationId generation = opinion.generation();
        json.put("generation_id", generation == null ? null : generation.value());
        json.put("cost", opinion.bill().cost().total().toUsd());
        json.put("chosen", isChosen);
        json.put("similarity", similarity);
        ApiError error = opinion.error();
        if (error != null) {
            json.putObject("error")
                    .put("code", error.status())
                    .put("type", error.type().wireName())
                    .put("message", error.message());
        }
        return json;
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return FairleadJson.mapper().writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
