package dev.fairlead.edge.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.edge.envelope.JsonFault;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonText;
import dev.fairlead.edge.metering.UsageReader;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions, and everybody who is compatible with them. */
@Singleton
public class OpenAiAdapter implements ProviderAdapter {

    private static final byte[] FINISH_REASON = "\"finish_reason\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_MESSAGE = 1_000;

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI;
    }

    @Override
    public String path(ChatRequest request, Candidate candidate) {
        return "/chat/completions";
    }

    @Override
    public Buffer body(ChatRequest request, Candidate candidate) {
        return Buffer.buffer(request.forProvider(candidate));
    }

    @Override
    public WholeAnswer readWhole(byte[] body) {
        JsonIndex json = JsonIndex.of(body);
        int error = json.find("error");
        if (error >= 0 && json.kind(error) != Kind.NULL) {
            String message = errorMessage(body);
            return new WholeAnswer(json, null, null, null, message == null ? "an error without a message" : message);
        }
        int choices = json.find("choices");
        if (choices < 0 || json.kind(choices) != Kind.ARRAY || json.elements(choices) == 0) {
            throw new JsonFault("there are no choices", 0);
        }
        return new WholeAnswer(
                json,
                text(json, "id"),
                finishReason(body, json.valueStart(choices), json.valueEnd(choices)),
                usage(json, new UsageReader()),
                null);
    }

    @Override
    public StreamReader openStream(int maxEventBytes, CompletionEvent.Sink sink) {
        return new OpenAiStream(maxEventBytes, sink);
    }

    @Override
    public @Nullable String errorMessage(byte[] body) {
        try {
            JsonNode root = FairleadJson.mapper().readTree(body);
            JsonNode error = root.isArray() && !root.isEmpty() ? root.get(0).path("error") : root.path("error");
            JsonNode message = error.isTextual() ? error : error.path("message");
            if (!message.isTextual()) {
                message = root.path("message");
            }
            if (!message.isTextual() || message.textValue().isBlank()) {
                return null;
            }
            String text = message.textValue().strip();
            return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonIndex json, String name) {
        int i = json.find(name);
        return i >= 0 && json.kind(i) == Kind.STRING
                ? JsonText.decode(json.bytes(), json.valueStart(i), json.valueEnd(i))
                : null;
    }

    private static @Nullable TokenUsage usage(JsonIndex json, UsageReader reader) {
        int i = json.find("usage");
        return i >= 0 && json.kind(i) == Kind.OBJECT
                ? reader.read(json.bytes(), json.valueStart(i), json.valueEnd(i))
                : null;
    }

    /**
     * The first finish reason among the choices. Found by its key's bytes: within a string of the answer the quotes
     * would be escaped, so they cannot be mistaken.
     */
    private static @Nullable String finishReason(byte[] json, int from, int to) {
        int p = from;
        while ((p = JsonText.indexOf(json, p, to, FINISH_REASON)) >= 0) {
            p += FINISH_REASON.length;
            while (json[p] == ':' || json[p] <= ' ') {
                p++;
            }
            if (json[p] == '"') {
                int end = p + 1;
                while (json[end] != '"') {
                    end++;
                }
                return new String(json, p + 1, end - p - 1, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static final class OpenAiStream implements StreamReader {

        private final SseReader events;
        private final CompletionEvent.Sink sink;
        private final JsonIndex json = new JsonIndex();
        private final UsageReader usageReader = new UsageReader();
        private boolean contentSeen;

        OpenAiStream(int maxEventBytes, CompletionEvent.Sink sink) {
            this.sink = sink;
            this.events = new SseReader(maxEventBytes, this::data);
        }

        @Override
        public void feed(Buffer part) {
            events.feed(part);
        }

        @Override
        public void end() {
            events.end();
        }

        private void data(byte[] bytes, int from, int to) {
            if (isDone(bytes, from, to)) {
                sink.on(CompletionEvent.End.INSTANCE);
                return;
            }
            json.index(bytes, from, to);
            int error = json.find("error");
            if (error >= 0 && json.kind(error) != Kind.NULL) {
                sink.on(new CompletionEvent.Failure("the provider reported an error within the stream"));
                return;
            }
            int choices = json.find("choices");
            if (choices >= 0 && json.kind(choices) != Kind.ARRAY && json.kind(choices) != Kind.NULL) {
                throw new JsonFault("an event's choices are not an array", from);
            }
            boolean hasChoices = choices >= 0 && json.elements(choices) > 0;
            if (hasChoices) {
                int start = json.valueStart(choices);
                int end = json.valueEnd(choices);
                String finishReason = finishReason(bytes, start, end);
                contentSeen =
                        contentSeen || saysWhyNot(finishReason) || Choices.haveContent(bytes, start, end, "delta");
                sink.on(new CompletionEvent.Chunk(json, contentSeen, finishReason));
            }
            TokenUsage usage = usage(json, usageReader);
            if (usage != null) {
                sink.on(new CompletionEvent.Usage(usage));
            } else if (!hasChoices && choices < 0) {
                throw new JsonFault("an event has no choices", from);
            }
        }

        /** An answer may end without content for a reason: a filter, a limit. A plain end is none. */
        private static boolean saysWhyNot(@Nullable String finishReason) {
            return finishReason != null
                    && !finishReason.isBlank()
                    && !finishReason.equals("stop")
                    && !finishReason.equals("error");
        }

        private static boolean isDone(byte[] bytes, int from, int to) {
            return to - from == DONE.length && JsonText.indexOf(bytes, from, to, DONE) == from;
        }
    }
}
