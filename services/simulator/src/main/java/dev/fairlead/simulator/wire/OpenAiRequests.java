package dev.fairlead.simulator.wire;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI chat requests in one pass, without making objects of what is not needed. */
final class OpenAiRequests {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CHARS_PER_TOKEN = 4;

    private @Nullable String model;
    private boolean stream;
    private boolean streamOptions;
    private boolean includeUsage;
    private boolean messages;
    private @Nullable Integer maxTokens;
    private @Nullable Long seed;
    private long chars;

    private OpenAiRequests() {}

    /**
     * Reads a request.
     *
     * @throws InvalidRequestException if OpenAI would refuse it
     */
    static ChatRequest read(byte[] body) {
        OpenAiRequests request = new OpenAiRequests();
        try (JsonParser json = FACTORY.createParser(body)) {
            request.readBody(json);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "We could not parse the JSON body of your request." + place(e.getLocation()), null);
        } catch (IOException e) {
            throw new InvalidRequestException("We could not parse the JSON body of your request.", null);
        }
        return request.checked();
    }

    private ChatRequest checked() {
        if (model == null || model.isEmpty()) {
            throw new InvalidRequestException("you must provide a model parameter", "model");
        }
        if (!messages) {
            throw new InvalidRequestException("Missing required parameter: 'messages'.", "messages");
        }
        if (streamOptions && !stream) {
            throw new InvalidRequestException(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }
        long prompt = Math.max(1, (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN);
        return new ChatRequest(model, stream, includeUsage, maxTokens, seed, Math.toIntExact(prompt));
    }

    private void readBody(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidRequestException("The body of your request must be a JSON object.", null);
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            readField(name, json);
        }
        if (json.nextToken() != null) {
            throw new InvalidRequestException("There is something after the JSON body of your request.", null);
        }
    }

    private void readField(String name, JsonParser json) throws IOException {
        switch (name) {
            case "model" -> model = text(json, name);
            case "stream" -> stream = flag(json, name);
            case "stream_options" -> readStreamOptions(json);
            case "messages" -> readMessages(json);
            case "max_tokens", "max_completion_tokens" -> maxTokens = count(json, name);
            case "seed" -> seed = json.currentToken() == JsonToken.VALUE_NULL ? null : wholeNumber(json, name);
            case "n" -> {
                Integer choices = count(json, name);
                if (choices != null && choices != 1) {
                    throw new InvalidRequestException("This model supports only 'n' = 1.", name);
                }
            }
            default -> json.skipChildren();
        }
    }

    private void readStreamOptions(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(json, JsonToken.START_OBJECT, "stream_options", "an object");
        streamOptions = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("include_usage")) {
                includeUsage = flag(json, "stream_options.include_usage");
            } else {
                json.skipChildren();
            }
        }
    }

    private void readMessages(JsonParser json) throws IOException {
        expect(json, JsonToken.START_ARRAY, "messages", "an array of objects");
        int index = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            readMessage(json, index++);
        }
        if (index == 0) {
            throw new InvalidRequestException(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "messages");
        }
        messages = true;
    }

    private void readMessage(JsonParser json, int index) throws IOException {
        String path = "messages[" + index + "]";
        expect(json, JsonToken.START_OBJECT, path, "an object");
        boolean role = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "role" -> {
                    text(json, path + ".role");
                    role = true;
                }
                case "content" -> readContent(json, path + ".content");
                default -> json.skipChildren();
            }
        }
        if (!role) {
            throw new InvalidRequestException("Missing required parameter: '" + path + ".role'.", path + ".role");
        }
    }

    /** Text, or parts of which only those with text count. */
    private void readContent(JsonParser json, String path) throws IOException {
        switch (json.currentToken()) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> chars += json.getTextLength();
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    expect(json, JsonToken.START_OBJECT, path, "a string or an array of objects");
                    readPart(json);
                }
            }
            default -> throw wrongType(path, "a string or an array of objects");
        }
    }

    private void readPart(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isText = json.currentName().equals("text");
            if (json.nextToken() == JsonToken.VALUE_STRING && isText) {
                chars += json.getTextLength();
            } else {
                json.skipChildren();
            }
        }
    }

    private static String text(JsonParser json, String path) throws IOException {
        expect(json, JsonToken.VALUE_STRING, path, "a string");
        return json.getText();
    }

    private static boolean flag(JsonParser json, String path) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrongType(path, "a boolean");
        };
    }

    private static @Nullable Integer count(JsonParser json, String path) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        long count = wholeNumber(json, path);
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw new InvalidRequestException(
                    "Invalid '" + path + "': integer out of range. Expected a value from 1 to " + Integer.MAX_VALUE
                            + ".",
                    path);
        }
        return (int) count;
    }

    private static long wholeNumber(JsonParser json, String path) throws IOException {
        expect(json, JsonToken.VALUE_NUMBER_INT, path, "an integer");
        return json.getLongValue();
    }

    private static void expect(JsonParser json, JsonToken token, String path, String type) {
        if (json.currentToken() != token) {
            throw wrongType(path, type);
        }
    }

    private static InvalidRequestException wrongType(String path, String type) {
        return new InvalidRequestException("Invalid type for '" + path + "': expected " + type + ".", path);
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
