package dev.fairlead.bench;

import java.nio.charset.StandardCharsets;

/** A kind of request to measure. */
enum Scenario {
    CHAT_1_KB("1 KB chat", 1 << 10, 32, 1),
    CHAT_20_KB("20 KB chat", 20 << 10, 32, 6),
    CHAT_400_KB("400 KB chat", 400 << 10, 8, 60),
    STREAM("100-chunk stream, flat out", 1 << 10, 16, 10),
    PACED_STREAM("100-chunk stream, 10 ms apart", 1 << 10, 64, 600);

    private static final String FILLER = "The quick brown fox jumps over the lazy dog. ";
    private static final int STREAMED_TOKENS = 100;
    private static final int WHOLE_TOKENS = 8;
    private static final int SHORTEST_PACED_SECONDS = 5;
    private static final int LONG_STEP_SECONDS = 5;

    private final String title;
    private final int bytes;
    private final int connections;
    private final int warmUpDivisor;

    Scenario(String title, int bytes, int connections, int warmUpDivisor) {
        this.title = title;
        this.bytes = bytes;
        this.connections = connections;
        this.warmUpDivisor = warmUpDivisor;
    }

    String title() {
        return title;
    }

    boolean isStreamed() {
        return this == STREAM || this == PACED_STREAM;
    }

    /** Whether the provider takes its time: then there is nothing to learn from the latency of whole requests. */
    boolean isPaced() {
        return this == PACED_STREAM;
    }

    /** How the simulator is asked to behave, in its header {@code X-Sim}; empty for as fast as it goes. */
    String behaviour() {
        return isPaced() ? "tps=100" : "";
    }

    /** How many tokens, which is how many chunks, are answered. */
    int tokens() {
        return isStreamed() ? STREAMED_TOKENS : WHOLE_TOKENS;
    }

    /** How many requests run at the same time while CPU is measured. */
    int connections() {
        return connections;
    }

    /** How many requests of this kind the edge gets before anything counts. */
    int warmUp(BenchSettings settings) {
        return Math.max(1, settings.warmUp() / warmUpDivisor);
    }

    /**
     * How long CPU is measured, in seconds. A window counts whole requests only and cuts the last ones off, which
     * matters the less the longer it is: requests that last a second get more of it.
     */
    int seconds(BenchSettings settings) {
        return isPaced() ? Math.max(SHORTEST_PACED_SECONDS, 2 * settings.seconds()) : settings.seconds();
    }

    /** How long one step of the warm-up takes, in seconds; so many requests are sent until it is over. */
    int warmUpSeconds(Target target) {
        return isPaced() || target == Target.EDGE ? LONG_STEP_SECONDS : 1;
    }

    /** The request's body, which has the scenario's size to the byte. */
    String body(Target target) {
        String before = "{\"model\":\"" + target.model() + "\",\"messages\":[{\"role\":\"user\",\"content\":\"";
        String after = "\"}],\"max_tokens\":" + tokens() + ",\"stream\":" + isStreamed() + "}";
        int room = bytes - (before + after).getBytes(StandardCharsets.UTF_8).length;
        String prompt = FILLER.repeat(room / FILLER.length() + 1).substring(0, room);
        return before + prompt + after;
    }
}
