package dev.fairlead.edge.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Whatever is sent is either read, with all that can be asked of it, or refused with a field and a reason. */
class ChatRequestFuzzTest {

    private static final OrganisationId ACME = new OrganisationId("acme");
    private static final int ROUNDS = 60_000;

    private static final List<String> BODIES = List.of("""
            {"model":"a/b","models":["c",{"model":"d","weight":2}],"transforms":["e"],"route":"fallback",
             "messages":[{"role":"system","content":"Be \\u00e9 brief."},{"role":"user","content":[
              {"type":"text","text":"look \\"here\\" \\\\ 中\\ud83d\\ude00"},{"type":"image_url","image_url":{"url":"data:x"}}]}],
             "provider":{"order":["A B","c/d"],"sort":{"by":"price","partition":"none"},"quantizations":["fp8"],
              "max_price":{"prompt":1.5,"completion":"2e1"},"preferred_max_latency":{"p50":1,"p99":2.5},"zdr":true},
             "tools":[{"type":"function","function":{"name":"f"}}],"response_format":{"type":"json_schema"}}
            """, """
            {"model":"@preset/p","preset":"p","stream":true,"stream_options":{"include_usage":false},
             "messages":[{"role":"user","content":"hi"}],"max_tokens":5,"n":2,"user":"u","session_id":"s",
             "routing_strategy":"quality","max_price_per_million_tokens":"2.0","hedge":false,"service_tier":"flex",
             "plugins":[{"id":"auto-router","enabled":true,"cost_tier":"low"},{"id":"web","enabled":false}],
             "headers":{"X-Title":"t","HTTP-Referer":"r"},"prompt_cache_key":"k"}
            """);

    private static final List<String> PRESETS = List.of(
            "{\"model\":\"x\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],\"system_prompt\":\"s\"}",
            "{\"temperature\":1,\"provider\":{\"sort\":\"price\"},\"system\":\"s \\\" \\n\",\"tools\":[{}],\"stop\":null}");

    /** What a mutation puts in. */
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "\"\"",
            "[]",
            "{}",
            "7",
            "\\ud800",
            "\u00ff",
            "{\"model\":1}",
            "[[]]",
            "\"weight\"",
            "\"model\"",
            "\"content\"",
            " ",
            "1.5",
            "\\u0041");

    @Test
    void readsOrRefusesWhateverIsSent() throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_123);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            byte[] body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);

            // When
            ChatRequest request;
            try {
                request = ChatRequest.read(body, ACME, random.nextBoolean() ? "h" : null);
            } catch (ApiException e) {
                assertThat(e.error().status()).isEqualTo(400);
                assertThat(e.error().param()).isNotEmpty();
                assertThatCode(() -> e.error().toJson()).doesNotThrowAnyException();
                continue;
            }

            // Then
            read++;
            askEverything(request);
            byte[] preset = PRESETS.get(random.nextInt(PRESETS.size())).getBytes(StandardCharsets.UTF_8);
            byte[] merged = PresetMerge.merge(body, preset);
            assertThat(JsonIndex.of(merged).find("messages")).isNotNegative();
            assertThat(presetOf(merged)).isNull();
        }
        assertThat(read).as("bodies that were read").isGreaterThan(ROUNDS / 50);
    }

    /** A preset may lack what the request lacks too. */
    private static @Nullable String presetOf(byte[] merged) {
        try {
            return ChatRequest.read(merged, ACME).preset();
        } catch (ApiException e) {
            assertThat(e.error().param()).isEqualTo("model");
            return null;
        }
    }

    private static void askEverything(ChatRequest request) throws IOException {
        request.models().forEach(model -> {
            assertThat(request.fieldOf(model)).isNotEmpty();
            assertThat(request.weightOf(model)).isNotZero();
        });
        request.needs();
        assertThat(request.conversation()).isNotZero();
        assertThat(request.features().leastPromptTokens())
                .isLessThanOrEqualTo(request.features().promptTokens());
        assertThat(FairleadJson.mapper().writeValueAsBytes(request.prompt())).isNotEmpty();
        JsonIndex sent = JsonIndex.of(request.forProvider("up", "flex"));
        assertThat(sent.stringIs(sent.find("model"), "up")).isTrue();
    }

    private static byte[] mutated(String body, SplittableRandom random) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + random.nextInt(6));
            byte[] piece = random.nextInt(3) == 0
                    ? new byte[0]
                    : PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
            byte[] changed = Arrays.copyOf(bytes, at + piece.length + bytes.length - end);
            System.arraycopy(piece, 0, changed, at, piece.length);
            System.arraycopy(bytes, end, changed, at + piece.length, bytes.length - end);
            bytes = changed;
        }
        return bytes;
    }
}
