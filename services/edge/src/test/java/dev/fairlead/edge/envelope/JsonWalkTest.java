package dev.fairlead.edge.envelope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JsonWalkTest {

    @Test
    void stepsThroughElements() {
        assertThat(elements("[]")).isEmpty();
        assertThat(elements("[ ]")).isEmpty();
        assertThat(elements("[1]")).containsExactly("1");
        assertThat(elements("[ 1 , \"a]\\\"b\\\\\" ,{\"x\":[1,{}]}\n,[[],\"]\"], null,true ]"))
                .containsExactly("1", "\"a]\\\"b\\\\\"", "{\"x\":[1,{}]}", "[[],\"]\"]", "null", "true");
    }

    @Test
    void stepsThroughMembersByName() {
        // Given
        byte[] json = bytes("{ \"a\" : \"x\" , \"b\":{\"a\":2},\"\\u0061\":3}");
        JsonWalk walk = new JsonWalk(json, 0);

        // Then
        assertThat(walk.next()).isTrue();
        assertThat(walk.keyIs("a")).isTrue();
        assertThat(walk.keyIs("ab")).isFalse();
        assertThat(walk.stringIs("x")).isTrue();
        assertThat(walk.stringIs("xy")).isFalse();
        assertThat(walk.stringIs("")).isFalse();
        assertThat(walk.next()).isTrue();
        assertThat(walk.keyIs("b")).isTrue();
        JsonWalk inner = walk.into();
        assertThat(inner.next()).isTrue();
        assertThat(inner.keyIs("a")).isTrue();
        assertThat(inner.next()).isFalse();
        walk.left(inner);
        assertThat(walk.next()).isTrue();
        assertThat(walk.keyIs("a")).as("a key with escapes").isFalse();
        assertThat(walk.next()).isFalse();
    }

    @Test
    void stopsAtTheLimit() {
        byte[] json = bytes("[\"" + "x".repeat(100) + "\"]");

        assertThat(JsonWalk.skip(json, 1, 50)).isEqualTo(50);
        assertThat(JsonWalk.skip(json, 0, 50)).isEqualTo(50);
        assertThat(JsonWalk.skip(json, 0, json.length)).isEqualTo(json.length);
    }

    @Test
    void findsTheSameElementsAsAParser() throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 2_000; round++) {
            // Given
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            int size = random.nextInt(5);
            for (int i = 0; i < size; i++) {
                array.add(value(random, 3));
            }
            String json = random.nextBoolean() ? array.toString() : array.toPrettyString();

            // When
            List<String> elements = elements(json);

            // Then
            assertThat(elements).hasSize(size);
            for (int i = 0; i < size; i++) {
                assertThat(FairleadJson.mapper().readTree(elements.get(i))).isEqualTo(array.get(i));
            }
        }
    }

    private static JsonNode value(SplittableRandom random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> {
                return nodes.textNode(text(random));
            }
            case 1 -> {
                return nodes.numberNode(random.nextInt());
            }
            case 2 -> {
                return nodes.booleanNode(random.nextBoolean());
            }
            case 3 -> {
                return nodes.nullNode();
            }
            case 4 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                return array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), value(random, depth - 1));
                }
                return object;
            }
        }
    }

    private static String text(SplittableRandom random) {
        String letters = "ab\"\\]}{[,: \n\u00e9\ud83d\ude00\u0001";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.appendCodePoint(letters.codePointAt(
                    letters.offsetByCodePoints(0, random.nextInt(letters.codePointCount(0, letters.length())))));
        }
        return text.toString();
    }

    private static List<String> elements(String json) {
        byte[] bytes = bytes(json);
        List<String> elements = new ArrayList<>();
        JsonWalk walk = new JsonWalk(bytes, 0);
        while (walk.next()) {
            elements.add(
                    new String(bytes, walk.valueStart(), walk.valueEnd() - walk.valueStart(), StandardCharsets.UTF_8));
        }
        return elements;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
