package dev.fairlead.edge.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Preferences;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ChatRequestTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void readsWhatDecidesSomething() {
        // Given
        String body = """
                {"model": "openai/gpt-5", "messages": [{"role": "user", "content": "hi"}], "stream": true,
                 "max_tokens": 100, "n": 3, "session_id": "s-1", "user": "alice"}
                """;

        // When
        ChatRequest request = read(body);

        // Then
        assertThat(request.models()).containsExactly("openai/gpt-5");
        assertThat(request.isStream()).isTrue();
        assertThat(request.features().promptTokens()).isEqualTo(body.length());
        assertThat(request.features().completionTokens()).isEqualTo(100);
        assertThat(request.features().choices()).isEqualTo(3);
        assertThat(request.preferences()).isEqualTo(Preferences.NONE);
        assertThat(request.session()).isEqualTo("s-1");
        assertThat(request.body()).isEqualTo(bytes(body));
    }

    @Test
    void assumesTheDefaultsOfTheApi() {
        // When
        ChatRequest request = read("{\"model\":\"m\"," + MESSAGES + "}");

        // Then
        assertThat(request.isStream()).isFalse();
        assertThat(request.features().completionTokens()).isEqualTo(-1);
        assertThat(request.features().choices()).isEqualTo(1);
        assertThat(request.endUser()).isNull();
        assertThat(request.session()).isNull();
    }

    @Test
    void takesNullAsAbsent() {
        // When
        ChatRequest request = read("{\"model\":\"m\",\"stream\":null,\"n\":null,\"max_tokens\":null,\"user\":null,"
                + "\"provider\":null,\"models\":null,\"plugins\":null,\"session_id\":null," + MESSAGES + "}");

        // Then
        assertThat(request.isStream()).isFalse();
        assertThat(request.features().choices()).isEqualTo(1);
        assertThat(request.endUser()).isNull();
    }

    @Test
    void triesTheModelFirstAndThenTheOthersEachOnce() {
        assertThat(read("{\"models\":[\"b\",\"a\",\"c\",\"b\"],\"model\":\"a\"," + MESSAGES + "}")
                        .models())
                .containsExactly("a", "b", "c");
        assertThat(read("{\"models\":[\"b\",\"c\"]," + MESSAGES + "}").models()).containsExactly("b", "c");
        assertThat(read("{\"model\":\"a\\u002fb\",\"models\":[]," + MESSAGES + "}")
                        .models())
                .containsExactly("a/b");
    }

    @Test
    void reservesForTheGreaterOfTheTwoTokenLimits() {
        assertThat(read("{\"model\":\"m\",\"max_tokens\":5,\"max_completion_tokens\":9," + MESSAGES + "}")
                        .features()
                        .completionTokens())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        model           | {MSG}
        model           | {"model":null,MSG}
        model           | {"model":"",MSG}
        model           | {"model":"  ",MSG}
        model           | {"model":7,MSG}
        model           | {"model":["a"],MSG}
        model           | {"model":{},MSG}
        model           | {"models":[],MSG}
        models          | {"model":"a","models":"b",MSG}
        models          | {"model":"a","models":[7],MSG}
        models          | {"model":"a","models":[null],MSG}
        models          | {"model":"a","models":[["b"]],MSG}
        models          | {"model":"a","models":[{"x":1,"x":2}],MSG}
        messages        | {"model":"a"}
        messages        | {"model":"a","messages":null}
        messages        | {"model":"a","messages":[]}
        messages        | {"model":"a","messages":"hi"}
        messages        | {"model":"a","messages":{"role":"user"}}
        messages        | {"model":"a","messages":[{},"hi"]}
        messages        | {"model":"a","messages":[[]]}
        stream          | {"model":"a","stream":"true",MSG}
        stream          | {"model":"a","stream":1,MSG}
        max_tokens      | {"model":"a","max_tokens":0,MSG}
        max_tokens      | {"model":"a","max_tokens":-1,MSG}
        max_tokens      | {"model":"a","max_tokens":"5",MSG}
        max_tokens      | {"model":"a","max_tokens":1.5,MSG}
        max_tokens      | {"model":"a","max_tokens":99999999999999999999,MSG}
        max_completion_tokens | {"model":"a","max_completion_tokens":true,MSG}
        n               | {"model":"a","n":0,MSG}
        n               | {"model":"a","n":129,MSG}
        n               | {"model":"a","n":"1",MSG}
        n               | {"model":"a","n":1e1,MSG}
        user            | {"model":"a","user":7,MSG}
        user            | {"model":"a","user":{"id":"x"},MSG}
        session_id      | {"model":"a","session_id":[],MSG}
        provider        | {"model":"a","provider":"openai",MSG}
        provider        | {"model":"a","provider":{"order":["a"],"order":["b"]},MSG}
        plugins         | {"model":"a","plugins":[{"id":"web"}],MSG}
        transforms      | {"model":"a","transforms":["middle-out"],MSG}
        transforms      | {"model":"a","transforms":[""],MSG}
        transforms      | {"model":"a","transforms":[7],MSG}
        transforms      | {"model":"a","transforms":"b",MSG}
        preset          | {"model":"a","preset":"",MSG}
        preset          | {"model":"a","preset":7,MSG}
        preset          | {"model":"a@preset/x","preset":"y",MSG}
        model           | {"model":"@preset/",MSG}
        models          | {"model":"a","models":[""],MSG}
        models          | {"model":"a","models":[{"weight":1}],MSG}
        models          | {"model":"a","models":[{"model":7}],MSG}
        models.0.weight | {"model":"a","models":[{"model":"b","weight":0}],MSG}
        models.0.weight | {"model":"a","models":[{"model":"b","weight":-1}],MSG}
        models.0.weight | {"model":"a","models":[{"model":"b","weight":"1"}],MSG}
        models.0.weight | {"model":"a","models":[{"model":"b","weight":1e999}],MSG}
        models.1.weight | {"model":"a","models":[{"model":"b","weight":1},{"model":"b","weight":2}],MSG}
        models.0.share  | {"model":"a","models":[{"model":"b","share":1}],MSG}
        plugins         | {"model":"a","plugins":{"id":"web"},MSG}
        plugins         | {"model":"a","plugins":[{"id":"auto-router"},{"id":"auto-router"}],MSG}
        plugins.0.id    | {"model":"a","plugins":[{}],MSG}
        plugins.0.id    | {"model":"a","plugins":["auto-router"],MSG}
        plugins.0.enabled | {"model":"a","plugins":[{"id":"web","enabled":"no"}],MSG}
        headers         | {"model":"a","headers":[],MSG}
        headers.X-Title | {"model":"a","headers":{"X-Title":7},MSG}
        headers.X-TITLE | {"model":"a","headers":{"X-Title":"a","X-TITLE":"b"},MSG}
        hedge           | {"model":"a","hedge":"yes",MSG}
        prompt_cache_key | {"model":"a","prompt_cache_key":7,MSG}
        route           | {"model":"a","route":"random",MSG}
        route           | {"model":"a","route":["fallback"],MSG}
        routing_strategy | {"model":"a","routing_strategy":"cheapest",MSG}
        routing_strategy | {"model":"a","routing_strategy":{},MSG}
        max_price_per_million_tokens | {"model":"a","max_price_per_million_tokens":-1,MSG}
        max_price_per_million_tokens | {"model":"a","max_price_per_million_tokens":{"prompt":1},MSG}
        Provider        | {"model":"a","Provider":{},MSG}
        Routing_Strategy | {"model":"a","Routing_Strategy":"price",MSG}
        prompt          | {"model":"a","prompt":"hi",MSG}
        Model           | {"Model":"a",MSG}
        STREAM          | {"model":"a","STREAM":true,MSG}
        Messages        | {"model":"a","Messages":[{}]}
        Max_Tokens      | {"model":"a","Max_Tokens":7,MSG}
        Stream_options  | {"model":"a","Stream_options":{},MSG}
        """)
    void refusesBadFieldsByName(String field, String body) {
        // When
        ApiError error = refusal(bytes(body.replace("MSG", MESSAGES)));

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo(ErrorType.INVALID_REQUEST);
        assertThat(error.param()).isEqualTo(field);
        assertThat(error.message()).startsWith(field + ": ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        JSON object    | []
        JSON object    | "text"
        JSON object    | ``
        twice          | {"model":"a","model":"b",MSG}
        'Model'        | {"model":"a","Model":"b",MSG}
        ends too early | {"model":"a",MSG
        does not end   | {"model":"a
        escapes        | {"m\\u006fdel":"a",MSG}
        after the end  | {"model":"a",MSG} {"model":"b"}
        expected       | {"model":"a",MSG,}
        expected       | {'model':'a'}
        expected       | {"model":NaN,MSG}
        """)
    void refusesMalformedJsonWithThePlace(String said, String body) {
        // When
        ApiError error = refusal(bytes(body.replace("MSG", MESSAGES)));

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo("body");
        assertThat(error.message()).contains(said).containsPattern("\\(at byte \\d+\\)$");
    }

    @Test
    void refusesInvalidUtf8WithThePlace() {
        // Given
        byte[] body = bytes("{\"model\":\"a?\"," + MESSAGES + "}");
        body[11] = (byte) 0xff;

        // Then
        assertThat(refusal(body).message()).contains("UTF-8").contains("(at byte 11)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void refusesAMegabyteOfNesting(String opening) {
        String body = "{\"model\":\"a\",\"messages\":" + opening.repeat((1 << 20) / opening.length());

        assertThat(refusal(bytes(body)).message()).contains("nested deeper than");
    }

    @Test
    void refusesOrReadsVeryManyKeysInGoodTime() {
        // Given: 200 KB of different keys of one length.
        String body = "{\"model\":\"a\","
                + IntStream.range(0, 20_000).mapToObj("\"k%06d\":1,"::formatted).collect(Collectors.joining())
                + MESSAGES + "}";
        long before = System.nanoTime();

        // When
        Throwable refused = catchThrowableOfType(ApiException.class, () -> read(body));

        // Then
        assertThat(System.nanoTime() - before).isLessThan(300_000_000L);
        assertThat(refused == null || refused instanceof ApiException).isTrue();
    }

    @Test
    void refusesTextsThatAreTooLong() {
        String name = "x".repeat(257);

        assertThat(refusal(bytes("{\"model\":\"" + name + "\"," + MESSAGES + "}"))
                        .param())
                .isEqualTo("model");
        assertThat(refusal(bytes("{\"model\":\"a\",\"models\":[\"" + name + "\"]," + MESSAGES + "}"))
                        .param())
                .isEqualTo("models");
        assertThat(refusal(bytes("{\"model\":\"a\",\"user\":\"" + name + "\"," + MESSAGES + "}"))
                        .param())
                .isEqualTo("user");
        assertThat(refusal(bytes("{\"model\":\"a\",\"session_id\":\"" + name + "\"," + MESSAGES + "}"))
                        .param())
                .isEqualTo("session_id");
    }

    @Test
    void refusesTooManyModels() {
        String names = IntStream.range(0, 17).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));

        assertThat(refusal(bytes("{\"models\":[" + names + "]," + MESSAGES + "}"))
                        .message())
                .contains("at most 16");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"include_usage\":true,\"include_usage\":false}",
                "{\"include\\u005fusage\":false}",
                "{\"a\":1,\"A\":2}",
                "\"yes\"",
                "[]",
                "7"
            })
    void refusesStreamOptionsThatCannotBeMerged(String options) {
        assertThat(refusal(bytes("{\"model\":\"a\",\"stream\":true,\"stream_options\":" + options + "," + MESSAGES
                                + "}"))
                        .param())
                .isEqualTo("stream_options");
    }

    @Test
    void handsOnEverythingElseByteForByte() {
        // Given
        String rest = "\"temperature\" : 0.70, \"x\":[1 , {\"y\":\"\\u00e9é\\n\"}],\"seed\":12345678901234567890";
        String body = "{ \"model\" :\"ours\"," + rest + " , " + MESSAGES + "\n}";

        // When
        String sent = text(read(body).forProvider("theirs", null));

        // Then
        assertThat(sent)
                .isEqualTo("{\"model\" :\"theirs\",\"temperature\" : 0.70,\"x\":[1 , {\"y\":\"\\u00e9é\\n\"}],"
                        + "\"seed\":12345678901234567890," + MESSAGES + "}");
    }

    @Test
    void leavesOutWhatIsForTheGatewayOnly() throws IOException {
        // Given
        String body = "{\"models\":[\"a\",\"b\"],\"route\":\"fallback\",\"provider\":{\"sort\":\"price\"},"
                + "\"routing_strategy\":\"price\",\"max_price_per_million_tokens\":2.0,\"hedge\":true,"
                + "\"headers\":{\"X-Title\":\"t\"},\"preset\":\"p\",\"cache_enabled\":true,"
                + "\"cache_ttl_seconds\":60,\"plugins\":[],\"transforms\":[],\"usage\":{\"include\":true},\"session_id\":\"s\","
                + "\"trace\":{\"x\":1},\"debug\":{\"y\":2},\"temperature\":1," + MESSAGES + "}";

        // When
        JsonNode sent = sent(read(body), "up");

        // Then
        assertThat(sent.fieldNames()).toIterable().containsExactlyInAnyOrder("model", "temperature", "messages");
        assertThat(sent.get("model").textValue()).isEqualTo("up");
    }

    @Test
    void asksForUsageInEveryStream() throws IOException {
        ChatRequest without = read("{\"model\":\"a\",\"stream\":true," + MESSAGES + "}");
        ChatRequest refusing = read("{\"model\":\"a\",\"stream\":true,\"stream_options\":"
                + "{\"include_usage\":false,\"include_obfuscation\":false}," + MESSAGES + "}");
        ChatRequest empty = read("{\"model\":\"a\",\"stream\":true,\"stream_options\":{}," + MESSAGES + "}");
        ChatRequest none = read("{\"model\":\"a\",\"stream\":true,\"stream_options\":null," + MESSAGES + "}");
        ChatRequest whole = read("{\"model\":\"a\"," + MESSAGES + "}");

        assertThat(sent(without, "up").at("/stream_options/include_usage").booleanValue())
                .isTrue();
        assertThat(sent(refusing, "up").get("stream_options"))
                .isEqualTo(FairleadJson.mapper().readTree("{\"include_usage\":true,\"include_obfuscation\":false}"));
        assertThat(sent(empty, "up").at("/stream_options/include_usage").booleanValue())
                .isTrue();
        assertThat(sent(none, "up").at("/stream_options/include_usage").booleanValue())
                .isTrue();
        assertThat(sent(whole, "up").has("stream_options")).isFalse();
    }

    @Test
    void hashesTheEndUserDifferentlyForEachOrganisation() throws IOException {
        // Given
        byte[] body = bytes("{\"model\":\"a\",\"user\":\"alice@example.org\"," + MESSAGES + "}");

        // When
        ChatRequest ours = ChatRequest.read(body, ACME);
        ChatRequest again = ChatRequest.read(body, ACME);
        ChatRequest others = ChatRequest.read(body, new OrganisationId("other"));

        // Then
        assertThat(ours.endUser()).matches("[0-9a-f]{32}").isEqualTo(again.endUser());
        assertThat(others.endUser()).isNotEqualTo(ours.endUser());
        assertThat(sent(ours, "up").get("user").textValue()).isEqualTo(ours.endUser());
        assertThat(text(ours.forProvider("up", null))).doesNotContain("alice");
    }

    @Test
    void quotesTheProvidersNameOfTheModel() throws IOException {
        assertThat(sent(read("{\"model\":\"a\"," + MESSAGES + "}"), "we\"ird\\né")
                        .get("model")
                        .textValue())
                .isEqualTo("we\"ird\\né");
    }

    @Test
    void doesNotChangeTheCallersBytes() {
        // Given
        byte[] body = bytes("{\"model\":\"a\",\"stream\":true,\"user\":\"u\",\"debug\":1," + MESSAGES + "}");
        byte[] before = Arrays.copyOf(body, body.length);

        // When
        ChatRequest request = ChatRequest.read(body, ACME);
        byte[] first = request.forProvider("one", null);
        byte[] second = request.forProvider("two", null);

        // Then
        assertThat(body).isEqualTo(before);
        assertThat(text(second)).isEqualTo(text(first).replace("\"one\"", "\"two\""));
    }

    private static JsonNode sent(ChatRequest request, String upstreamModel) throws IOException {
        return FairleadJson.mapper().readTree(request.forProvider(upstreamModel, null));
    }

    private static ChatRequest read(String body) {
        return ChatRequest.read(bytes(body), ACME);
    }

    private static ApiError refusal(byte[] body) {
        ApiException refused = catchThrowableOfType(ApiException.class, () -> {
            ChatRequest request = ChatRequest.read(body, ACME);
            request.forProvider("up", null);
        });
        assertThat(refused).as("refused").isNotNull();
        return refused.error();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
