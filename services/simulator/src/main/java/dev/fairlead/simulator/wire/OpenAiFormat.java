package dev.fairlead.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.fairlead.simulator.behaviour.TokenCounts;
import dev.fairlead.simulator.behaviour.UsageReport;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions. Its JSON is put together as text: that is exact to the byte, and costs next to nothing.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI API reference, chat completions</a>
 */
public final class OpenAiFormat implements WireFormat {

    private static final String BEARER = "Bearer ";
    private static final long MODELS_CREATED_SECONDS = 1_767_225_600L;

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public @Nullable String apiKey(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String key = authorization.substring(BEARER.length()).strip();
        return key.isEmpty() ? null : key;
    }

    @Override
    public ChatRequest read(byte[] body) {
        return OpenAiRequests.read(body);
    }

    @Override
    public List<PromptPrefix> prefixes(byte[] body) {
        return OpenAiPrompts.prefixes(body);
    }

    @Override
    public Buffer whole(Answer answer) {
        TokenCounts tokens = answer.tokens();
        StringBuilder json = new StringBuilder(512);
        json.append(head(answer, "chat.completion"))
                .append("\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"")
                .append(answer.text(0, tokens.content()))
                .append("\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"")
                .append(finishReason(tokens))
                .append("\"}]");
        if (answer.reportsUsage(false)) {
            json.append(",\"usage\":").append(usage(answer, tokens.completion()));
        }
        return buffer(json.append(",\"service_tier\":\"default\"}").toString());
    }

    @Override
    public EventWriter events(Answer answer) {
        return new Events(answer);
    }

    @Override
    public Buffer failure(int status, String model) {
        return buffer(
                switch (status) {
                    case 400 -> error("Invalid request.", "invalid_request_error", null, null);
                    case 401 -> error("Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key");
                    case 403 ->
                        error(
                                "Your organization does not have access to this resource.",
                                "invalid_request_error",
                                null,
                                "permission_denied");
                    case 404 ->
                        error(
                                "The model `" + model + "` does not exist or you do not have access to it.",
                                "invalid_request_error",
                                null,
                                "model_not_found");
                    case 408 -> error("Request timed out.", "timeout", null, "request_timeout");
                    case 413 -> error("Request too large.", "invalid_request_error", null, "request_too_large");
                    case 429 ->
                        error(
                                "Rate limit reached for " + model
                                        + " on requests per min (RPM). Please try again later.",
                                "requests",
                                null,
                                "rate_limit_exceeded");
                    case 502 -> error("Bad gateway.", "server_error", null, "bad_gateway");
                    case 503 ->
                        error(
                                "The engine is currently overloaded, please try again later.",
                                "server_error",
                                null,
                                "service_unavailable");
                    case 529 -> error("Overloaded.", "overloaded_error", null, "overloaded");
                    default ->
                        status < 500
                                ? error("The request was refused.", "invalid_request_error", null, null)
                                : error(SERVER_ERROR, "server_error", null, null);
                });
    }

    @Override
    public Buffer invalid(String detail, @Nullable String param) {
        return buffer(error(detail, "invalid_request_error", param, null));
    }

    @Override
    public Buffer unauthorized(boolean missing) {
        return buffer(
                missing
                        ? error(
                                "You didn't provide an API key. Provide it in an Authorization header using Bearer auth"
                                        + " (i.e. Authorization: Bearer YOUR_KEY).",
                                "invalid_request_error",
                                null,
                                null)
                        : error("Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key"));
    }

    @Override
    public Buffer unknownPath(String method, String path) {
        return buffer(error(
                "Unknown request URL: " + method + " " + path + ".", "invalid_request_error", null, "unknown_url"));
    }

    @Override
    public Buffer models(Iterable<String> ids) {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (String id : ids) {
            json.append(separator).append(modelJson(id));
            separator = ",";
        }
        return buffer(json.append("]}").toString());
    }

    @Override
    public Buffer model(String id) {
        return buffer(modelJson(id));
    }

    private static String modelJson(String id) {
        return "{\"id\":" + quoted(id) + ",\"object\":\"model\",\"created\":" + MODELS_CREATED_SECONDS
                + ",\"owned_by\":\"simulator\"}";
    }

    private static final String SERVER_ERROR =
            "The server had an error while processing your request. Sorry about that!";

    private static String error(String message, String type, @Nullable String param, @Nullable String code) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":\"" + type + "\",\"param\":"
                + (param == null ? "null" : quoted(param)) + ",\"code\":"
                + (code == null ? "null" : quoted(code)) + "}}";
    }

    /** What every object of an answer begins with. */
    private static String head(Answer answer, String object) {
        return "{\"id\":\"" + answer.id() + "\",\"object\":\"" + object + "\",\"created\":" + answer.createdSeconds()
                + ",\"model\":" + quoted(answer.model()) + ",\"system_fingerprint\":\"fp_simulator\",";
    }

    private static String finishReason(TokenCounts tokens) {
        return tokens.limited() ? "length" : "stop";
    }

    /** The usage after so many completion tokens. */
    private static String usage(Answer answer, int completion) {
        TokenCounts tokens = answer.tokens();
        boolean zero = answer.usage() == UsageReport.ZERO;
        int prompt = zero ? 0 : tokens.prompt();
        int output = zero ? 0 : completion;
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (prompt + output) + ",\"prompt_tokens_details\":{\"cached_tokens\":" + (zero ? 0 : tokens.cached())
                + ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":"
                + (zero ? 0 : tokens.reasoning())
                + ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static Buffer buffer(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Events implements EventWriter {

        private static final String DONE = "data: [DONE]\n\n";
        private static final String COMMENT = ": ping\n\n";

        private final Answer answer;
        private final String head;
        private final String nullUsage;

        Events(Answer answer) {
            this.answer = answer;
            this.head = "data: " + head(answer, "chat.completion.chunk") + "\"service_tier\":\"default\",\"choices\":[";
            // Once usage is asked for, each chunk but the last says that it has none.
            this.nullUsage = answer.reportsUsage(true) ? ",\"usage\":null" : "";
        }

        @Override
        public List<Buffer> opening() {
            return List.of(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", 0));
        }

        @Override
        public Buffer content(int from, int to) {
            return chunk(
                    "{\"content\":\"" + answer.text(from, to) + "\"}",
                    "null",
                    answer.tokens().reasoning() + to);
        }

        @Override
        public List<Buffer> closing() {
            TokenCounts tokens = answer.tokens();
            List<Buffer> events = new ArrayList<>(3);
            events.add(chunk("{}", '"' + finishReason(tokens) + '"', tokens.completion()));
            if (answer.wantsUsage() && answer.reportsUsage(true)) {
                events.add(buffer(head + "],\"usage\":" + usage(answer, tokens.completion()) + "}\n\n"));
            }
            events.add(buffer(DONE));
            return events;
        }

        @Override
        public Buffer comment() {
            return buffer(COMMENT);
        }

        @Override
        public Buffer malformed() {
            return buffer(head + "{\"index\":0,\"delta\":{\"content\":\"\n\n");
        }

        @Override
        public Buffer error() {
            return buffer("data: " + OpenAiFormat.error(SERVER_ERROR, "server_error", null, "internal_error") + "\n\n");
        }

        private Buffer chunk(String delta, String finishReason, int completionSoFar) {
            String usage =
                    answer.usage() == UsageReport.EVERY ? ",\"usage\":" + usage(answer, completionSoFar) : nullUsage;
            return buffer(head + "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                    + finishReason + "}]" + usage + "}\n\n");
        }
    }
}
