package dev.fairlead.simulator.wire;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenAiRequestsTest {

    private static ChatRequest read(String json) {
        return OpenAiRequests.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatTheSimulatorWantsToKnow() {
        ChatRequest request = read("""
                {"model":"m","stream":true,"stream_options":{"include_usage":true,"x":[1]},"temperature":0.5,"seed":7,
                 "max_completion_tokens":5,"tools":[{"type":"function","function":{"name":"f"}}],
                 "messages":[{"role":"system","content":"abcd"},{"role":"user","content":"efg"}]}""");
        assertThat(request).isEqualTo(new ChatRequest("m", true, true, 5, 7L, 2));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "4,1", "5,2", "4000,1000"})
    void aPromptTokenIsFourCharactersRoundedUpAndAtLeastOne(int characters, int tokens) {
        String text = "é".repeat(characters);
        assertThat(read("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}")
                        .promptTokens())
                .isEqualTo(tokens);
    }

    @Test
    void textPartsCountAndOtherPartsDoNot() {
        assertThat(read("""
                {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"abcdefgh"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","text":"no"}}]},
                 {"role":"assistant","content":null,"tool_calls":[]}]}""").promptTokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            {"messages":[{"role":"user","content":"x"}]}                              | model
            {"model":"","messages":[{"role":"user","content":"x"}]}                   | model
            {"model":5,"messages":[{"role":"user","content":"x"}]}                    | model
            {"model":"m"}                                                             | messages
            {"model":"m","messages":[]}                                               | messages
            {"model":"m","messages":"x"}                                              | messages
            {"model":"m","messages":["x"]}                                            | messages[0]
            {"model":"m","messages":[{"role":"user","content":"x"},{"content":"x"}]}  | messages[1].role
            {"model":"m","messages":[{"role":"user","content":5}]}                    | messages[0].content
            {"model":"m","messages":[{"role":"user","content":["x"]}]}                | messages[0].content
            {"model":"m","max_tokens":0,"messages":[{"role":"user","content":"x"}]}   | max_tokens
            {"model":"m","max_tokens":1.5,"messages":[{"role":"user","content":"x"}]} | max_tokens
            {"model":"m","stream":"yes","messages":[{"role":"user","content":"x"}]}   | stream
            {"model":"m","n":2,"messages":[{"role":"user","content":"x"}]}            | n
            {"model":"m","stream_options":{},"messages":[{"role":"user"}]}            | stream_options
            []                                                                        | -
            {"model":"m"                                                              | -
            {"model":"m","messages":[{"role":"user","content":"x"}]}}                 | -
            """)
    void refusesWhatOpenAiWouldRefuseAndNamesTheField(String body, String param) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(InvalidRequestException.class, e -> {
            assertThat(e.param()).isEqualTo(param);
            assertThat(e.detail()).isNotBlank();
        });
    }

    @Test
    void hugeNumbersDepthAndBrokenBytesAreRefusedAndNotAnError() {
        String open = "{\"model\":\"m\",\"x\":";
        assertThatThrownBy(() -> read(open + "[".repeat(100_000))).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> read("{\"model\":\"m\",\"seed\":99999999999999999999}"))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> OpenAiRequests.read(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> OpenAiRequests.read(new byte[0])).isInstanceOf(InvalidRequestException.class);
    }
}
