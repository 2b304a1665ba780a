package dev.fairlead.edge.envelope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class JsonIndexTest {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void findsMembersAndWhereTheirValuesLie() {
        // Given
        byte[] json =
                bytes(" { \"model\" : \"a/b\", \"n\":-1.5e3 ,\"messages\":[{},{\"x\":[1]}],\"t\":true,\"z\":null}\n");

        // When
        JsonIndex index = JsonIndex.of(json);

        // Then
        assertThat(index.size()).isEqualTo(5);
        assertThat(text(index, "model")).isEqualTo("\"a/b\"");
        assertThat(text(index, "n")).isEqualTo("-1.5e3");
        assertThat(text(index, "messages")).isEqualTo("[{},{\"x\":[1]}]");
        int messages = index.find("messages");
        assertThat(index.kind(messages)).isEqualTo(Kind.ARRAY);
        assertThat(index.elements(messages)).isEqualTo(2);
        assertThat(index.hasOnlyObjects(messages)).isTrue();
        assertThat(index.kind(index.find("z"))).isEqualTo(Kind.NULL);
        assertThat(index.find("absent")).isEqualTo(-1);
        assertThat(index.find("mode")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|0|true",
                "[{}]|1|true",
                "[1,{}]|2|false",
                "[[],{}]|2|false",
                "[[1,2],[3]]|2|false",
                "[\"a\",\"b\",\"c\"]|3|false",
                "[{\"a\":[1,2,3]},{\"b\":{\"c\":1}}]|2|true"
            })
    void countsTheElementsOfAnArray(String array, int elements, boolean onlyObjects) {
        // When
        JsonIndex index = JsonIndex.of(bytes("{\"m\":" + array + "}"));

        // Then
        assertThat(index.elements(0)).isEqualTo(elements);
        assertThat(index.hasOnlyObjects(0)).isEqualTo(onlyObjects);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "\"a\"",
                "{",
                "{}}",
                "{} x",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":+1}",
                "{\"a\":nul}",
                "{\"a\":True}",
                "{\"a\":NaN}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\":{]}",
                "{\"a\":{\"b\"}}",
                "{\"a\":{\"b\":1,}}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"x}",
                "{\"a\":[",
                "{\"a\":{\"b\":",
                "{\"a\":\"\\"
            })
    void refusesWhatIsNotOneJsonObject(String json) {
        assertThatThrownBy(() -> JsonIndex.of(bytes(json))).isInstanceOf(JsonFault.class);
    }

    @Test
    void refusesAKeyThatIsThereTwiceWhateverItsCase() {
        assertThatThrownBy(() -> JsonIndex.of(bytes("{\"model\":1,\"x\":2,\"model\":3}")))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("'model'");
        assertThatThrownBy(() -> JsonIndex.of(bytes("{\"model\":1,\"Model\":2}")))
                .isInstanceOf(JsonFault.class);
        assertThat(JsonIndex.of(bytes("{\"a_\":1,\"a?\":2}")).size()).isEqualTo(2);
    }

    @Test
    void refusesAnEscapedTopLevelKeyAndAllowsItBelow() {
        assertThatThrownBy(() -> JsonIndex.of(bytes("{\"mod\\u0065l\":1}"))).isInstanceOf(JsonFault.class);
        assertThat(JsonIndex.of(bytes("{\"a\":{\"mod\\u0065l\":1}}")).size()).isEqualTo(1);
    }

    @Test
    void refusesATextThatIsNestedTooDeeplyInTimeLinearToItsDepthLimit() {
        // Given
        byte[] deep = bytes("{\"a\":" + "[".repeat(1_000_000));

        // When
        JsonFault fault = catchThrowableOfType(JsonFault.class, () -> JsonIndex.of(deep));

        // Then
        assertThat(fault).hasMessageContaining("nested deeper");
        assertThat(fault.offset()).isEqualTo(5 + JsonIndex.MAX_DEPTH);
        String fits = "{\"a\":" + "[".repeat(JsonIndex.MAX_DEPTH) + "]".repeat(JsonIndex.MAX_DEPTH) + "}";
        assertThat(JsonIndex.of(bytes(fits)).size()).isEqualTo(1);
    }

    @Test
    void namesThePlaceOfInvalidUtf8() {
        // Given
        byte[] json = bytes("{\"a\":\"0123456789abcdef?\"}");
        byte[][] sequences = {
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xe0, (byte) 0x80, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xff}
        };
        for (byte[] sequence : sequences) {
            byte[] broken = new byte[json.length - 1 + sequence.length];
            int place = 22;
            System.arraycopy(json, 0, broken, 0, place);
            System.arraycopy(sequence, 0, broken, place, sequence.length);
            System.arraycopy(json, place + 1, broken, place + sequence.length, json.length - place - 1);

            // When
            JsonFault fault = catchThrowableOfType(JsonFault.class, () -> JsonIndex.of(broken));

            // Then
            assertThat(fault.offset()).isEqualTo(place);
            assertThat(fault).hasMessageContaining("UTF-8");
        }
    }

    @Test
    void agreesWithJacksonOnRandomObjects() throws IOException {
        Random random = new Random(42);
        JsonIndex index = new JsonIndex();
        for (int round = 0; round < 2_000; round++) {
            // Given
            ObjectNode object = object(random, 0);
            byte[] json = random.nextBoolean()
                    ? JACKSON.writeValueAsBytes(object)
                    : JACKSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);

            // When
            index.index(json, 0, json.length);

            // Then
            assertThat(index.size()).isEqualTo(object.size());
            for (int i = 0; i < index.size(); i++) {
                JsonNode expected = object.get(index.key(i));
                assertThat(JACKSON.readTree(index.value(i))).isEqualTo(expected);
                if (expected.isArray()) {
                    assertThat(index.elements(i)).isEqualTo(expected.size());
                }
            }
        }
    }

    @Test
    void refusesWhatJacksonRefusesOfRandomlyDamagedObjects() throws IOException {
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            // Given
            byte[] json = JACKSON.writeValueAsBytes(object(random, 0));
            json[random.nextInt(json.length)] = (byte) "{}[]\",:0e\\ \u0001x".charAt(random.nextInt(13));

            // When
            boolean ours = accepts(json);

            // Then: we may be stricter (duplicate and escaped keys, depth), never laxer
            if (ours) {
                assertThat(jacksonAccepts(json))
                        .as(new String(json, StandardCharsets.UTF_8))
                        .isTrue();
            } else {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static boolean accepts(byte[] json) {
        try {
            JsonIndex.of(json);
            return true;
        } catch (JsonFault e) {
            return false;
        }
    }

    private static boolean jacksonAccepts(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return depth == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JACKSON.createObjectNode();
        int members = random.nextInt(8);
        for (int i = 0; i < members; i++) {
            object.set("key" + i + "é".repeat(random.nextInt(3)), node(random, depth + 1));
        }
        return object;
    }

    private static JsonNode node(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> JACKSON.getNodeFactory().textNode(text(random));
            case 1 -> JACKSON.getNodeFactory().numberNode(random.nextInt());
            case 2 -> JACKSON.getNodeFactory().numberNode(random.nextGaussian() * 1e-5);
            case 3 -> JACKSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> JACKSON.getNodeFactory().nullNode();
            case 5 -> object(random, depth);
            default -> {
                ArrayNode array = JACKSON.createArrayNode();
                int elements = random.nextInt(5);
                for (int i = 0; i < elements; i++) {
                    array.add(node(random, depth + 1));
                }
                yield array;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(8)) {
                        case 0 -> '"';
                        case 1 -> '\\';
                        case 2 -> '\n';
                        case 3 -> 0xe9;
                        case 4 -> 0x1f600;
                        case 5 -> 0x20ac;
                        default -> 'a' + random.nextInt(26);
                    });
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonIndex index, String name) {
        return new String(index.value(index.find(name)), StandardCharsets.UTF_8);
    }
}
