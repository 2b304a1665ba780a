package dev.fairlead.edge.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.fairlead.edge.envelope.JsonFault;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SseReaderTest {

    private static final String STREAM = ": comment\n\ndata: {\"a\":\"é😀\"}\n\nevent: x\nid: 1\ndata:no-space\r\n\r\n"
            + "data: first\ndata: second\n\n\n\nretry: 5\n\ndata:\n\ndatax: no\n\ndata: [DONE]\n\n";

    private static final List<String> EVENTS = List.of("{\"a\":\"é😀\"}", "no-space", "first\nsecond", "", "[DONE]");

    @Test
    void findsTheSameEventsWhereverTheStreamIsCut() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertThat(read(stream, first, second)).isEqualTo(EVENTS);
            }
        }
    }

    @Test
    void findsTheSameEventsInRandomPieces() {
        byte[] stream = STREAM.repeat(50).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            // Given
            List<String> events = new ArrayList<>();
            SseReader reader = reader(1 << 20, events);
            int at = 0;

            // When
            while (at < stream.length) {
                int next = Math.min(stream.length, at + 1 + random.nextInt(round + 1));
                reader.feed(Buffer.buffer(Arrays.copyOfRange(stream, at, next)));
                at = next;
            }
            reader.end();

            // Then
            assertThat(events).hasSize(50 * EVENTS.size());
            assertThat(events.subList(0, EVENTS.size())).isEqualTo(EVENTS);
            assertThat(events.subList(events.size() - EVENTS.size(), events.size()))
                    .isEqualTo(EVENTS);
        }
    }

    @Test
    void tellsALastEventWithoutItsBlankLineAtTheEnd() {
        // Given
        List<String> events = new ArrayList<>();
        SseReader reader = reader(100, events);

        // When
        reader.feed(Buffer.buffer("data: a\n\ndata: b"));
        reader.end();

        // Then
        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void refusesAnEventThatIsTooLarge() {
        // Given
        SseReader reader = reader(1_000, new ArrayList<>());
        Buffer endless = Buffer.buffer("x".repeat(300));
        reader.feed(Buffer.buffer("data: "));

        // Then
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        reader.feed(endless);
                    }
                })
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("1000");
    }

    private static List<String> read(byte[] stream, int first, int second) {
        List<String> events = new ArrayList<>();
        SseReader reader = reader(1 << 20, events);
        reader.feed(Buffer.buffer(Arrays.copyOfRange(stream, 0, first)));
        reader.feed(Buffer.buffer(Arrays.copyOfRange(stream, first, second)));
        reader.feed(Buffer.buffer(Arrays.copyOfRange(stream, second, stream.length)));
        reader.end();
        return events;
    }

    private static SseReader reader(int maxEventBytes, List<String> events) {
        return new SseReader(
                maxEventBytes,
                (bytes, from, to) -> events.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
    }
}
