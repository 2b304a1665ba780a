package dev.fairlead.simulator.behaviour;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What can be set about a behaviour: the same names in the request header, the control API and the configuration. */
public enum Setting {
    /** From the request to the response's headers. */
    LATENCY("latency"),
    /** From the headers to the first event of a stream. */
    TTFT("ttft"),
    /** From the first event of a stream, which has no content, to the first content. */
    SILENCE("silence"),
    /** Content tokens per second; 0 is as fast as it goes. */
    TPS("tps"),
    /** Prompt tokens to report, whatever was sent. */
    PROMPT("prompt"),
    /** Completion tokens, unless the request's limit is lower. */
    COMPLETION("completion"),
    /** How many of the prompt tokens to report as read from the provider's cache; {@code seen} for a real one. */
    CACHED("cached"),
    /** How many of the completion tokens to report as reasoning; they have no text. */
    REASONING("reasoning"),
    /** Content tokens in one streamed event. */
    CHUNK("chunk"),
    /** Bytes in one write; 0 writes each event, or the whole body, at once. */
    DRIBBLE("dribble"),
    /** From one such write to the next. */
    DRIBBLE_GAP("dribble-gap"),
    /** How usage is reported: {@link UsageReport}. */
    USAGE("usage"),
    /** A comment line after so many content events; 0 for none. */
    PING("ping"),
    /** Bytes of text that the first content event carries on top of its tokens. */
    HUGE("huge"),
    /** What goes wrong: {@link Fault}. */
    FAIL("fail"),
    /** The share of calls that go wrong, from 0 to 1. */
    FAIL_RATE("fail-rate"),
    /** Only so many calls go wrong, the first ones. */
    FAIL_FIRST("fail-first"),
    /** Every n-th call goes wrong. */
    FAIL_EVERY("fail-every"),
    /** The {@code Retry-After} of a failure with a status, in whole seconds. */
    RETRY_AFTER("retry-after"),
    /** A name that keeps the count of calls for {@code fail-first} and {@code fail-every} apart from others. */
    SERIES("series");

    private static final Map<String, Setting> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    public String key() {
        return key;
    }

    /** Whether this says when or how to {@link #FAIL}, and so means nothing without it. */
    public boolean belongsToFailure() {
        return switch (this) {
            case FAIL_RATE, FAIL_FIRST, FAIL_EVERY, RETRY_AFTER, SERIES -> true;
            case LATENCY,
                    TTFT,
                    SILENCE,
                    TPS,
                    PROMPT,
                    COMPLETION,
                    CACHED,
                    REASONING,
                    CHUNK,
                    DRIBBLE,
                    DRIBBLE_GAP,
                    USAGE,
                    PING,
                    HUGE,
                    FAIL -> false;
        };
    }

    /** The setting of that name; null if there is none. */
    public static @Nullable Setting byKey(String key) {
        return BY_KEY.get(key);
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Setting::key).collect(Collectors.joining(", "));
    }
}
