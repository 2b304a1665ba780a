package dev.fairlead.simulator.behaviour;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Everything that a call is played by. */
public record Behaviour(
        Timing timing, Tokens tokens, Shape shape, @Nullable Failure failure) {

    /** No answer has more tokens. */
    public static final int MOST_TOKENS = 1_000_000;

    private static final String SEEN = "seen";
    private static final int MOST_HUGE_BYTES = 64 * 1024 * 1024;

    /**
     * The pace.
     *
     * @param tokensPerSecond content tokens; 0 is as fast as it goes
     */
    public record Timing(Delay latency, Delay timeToFirstToken, Delay silence, double tokensPerSecond) {}

    /**
     * Token counts; a count that is null depends on the request.
     *
     * @param remembersPrompts whether what an earlier request began with, too, counts as cached, in place of
     *     {@code cached}
     */
    public record Tokens(
            @Nullable Integer prompt,
            @Nullable Integer completion,
            int cached,
            boolean remembersPrompts,
            int reasoning) {

        /**
         * The counts for one request.
         *
         * @param counted prompt tokens that were counted in it
         * @param limit its own limit of completion tokens; null if it has none
         * @param usual completion tokens if neither it nor the behaviour says
         */
        public TokenCounts count(int counted, @Nullable Integer limit, int usual) {
            int promptCount = prompt == null ? counted : prompt;
            int wanted = completion != null ? completion : limit != null ? limit : usual;
            int completionCount = Math.min(limit == null ? wanted : Math.min(wanted, limit), MOST_TOKENS);
            boolean limited = limit != null && (completion == null || completion > limit);
            return new TokenCounts(
                    promptCount,
                    Math.min(cached, promptCount),
                    completionCount,
                    Math.min(reasoning, completionCount),
                    limited);
        }
    }

    /**
     * How the answer is cut into events and writes.
     *
     * @param chunk content tokens in one event
     * @param dribble bytes in one write; 0 for no such limit
     * @param dribbleGap from one such write to the next, in microseconds
     * @param ping a comment after so many content events; 0 for none
     * @param huge bytes of text that the first content event has on top
     */
    public record Shape(int chunk, int dribble, long dribbleGap, UsageReport usage, int ping, int huge) {}

    /**
     * What goes wrong, and when.
     *
     * @param text the fault as it was written
     * @param retryAfter seconds; null for what is usual
     */
    public record Failure(
            Fault fault,
            String text,
            Schedule schedule,
            @Nullable Integer retryAfter) {}

    /**
     * The behaviour of some settings, and of what is usual for the others.
     *
     * @throws BadSettingException if a value makes no sense
     */
    public static Behaviour of(Settings settings) {
        Reader read = new Reader(settings);
        return new Behaviour(
                new Timing(
                        read.delay(Setting.LATENCY),
                        read.delay(Setting.TTFT),
                        read.delay(Setting.SILENCE),
                        read.decimal(Setting.TPS, 0, 1_000_000, 0)),
                new Tokens(
                        read.count(Setting.PROMPT, 0, MOST_TOKENS * 10),
                        read.count(Setting.COMPLETION, 0, MOST_TOKENS),
                        SEEN.equals(read.text(Setting.CACHED)) ? 0 : read.count(Setting.CACHED, 0, MOST_TOKENS * 10, 0),
                        SEEN.equals(read.text(Setting.CACHED)),
                        read.count(Setting.REASONING, 0, MOST_TOKENS, 0)),
                new Shape(
                        read.count(Setting.CHUNK, 1, MOST_TOKENS, 1),
                        read.count(Setting.DRIBBLE, 0, 1 << 20, 0),
                        read.value(Setting.DRIBBLE_GAP, Delay::duration, 0L),
                        read.value(Setting.USAGE, Behaviour::usageReport, UsageReport.NORMAL),
                        read.count(Setting.PING, 0, MOST_TOKENS, 0),
                        read.count(Setting.HUGE, 0, MOST_HUGE_BYTES, 0)),
                failure(read));
    }

    private static @Nullable Failure failure(Reader read) {
        String text = read.text(Setting.FAIL);
        Schedule schedule = schedule(read);
        Integer retryAfter = read.value(Setting.RETRY_AFTER, Behaviour::wholeSeconds);
        if (text == null || text.equals("none")) {
            return null;
        }
        Fault fault = Objects.requireNonNull(read.value(Setting.FAIL, Fault::parse));
        return new Failure(fault, text, schedule, retryAfter);
    }

    private static Schedule schedule(Reader read) {
        Integer first = read.count(Setting.FAIL_FIRST, 0, Integer.MAX_VALUE);
        Integer every = read.count(Setting.FAIL_EVERY, 1, Integer.MAX_VALUE);
        boolean byShare = read.text(Setting.FAIL_RATE) != null;
        if (first != null && (every != null || byShare)) {
            throw new BadSettingException(Setting.FAIL_FIRST.key(), "does not go with fail-every or fail-rate");
        }
        if (every != null && byShare) {
            throw new BadSettingException(Setting.FAIL_EVERY.key(), "does not go with fail-rate");
        }
        if (first != null) {
            return new Schedule.First(first);
        }
        if (every != null) {
            return new Schedule.Every(every);
        }
        return byShare ? new Schedule.Share(read.decimal(Setting.FAIL_RATE, 0, 1, 1)) : new Schedule.Always();
    }

    private static int wholeSeconds(String text) {
        String number = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number of seconds");
        }
        return Integer.parseInt(number);
    }

    private static UsageReport usageReport(String text) {
        return Arrays.stream(UsageReport.values())
                .filter(report -> report.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of normal, none, zero, every"));
    }

    /** Reads texts and says which one is at fault. */
    private record Reader(Settings settings) {

        @Nullable
        String text(Setting setting) {
            return settings.get(setting);
        }

        <T> @Nullable T value(Setting setting, Function<String, T> parse) {
            String text = settings.get(setting);
            if (text == null) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new BadSettingException(setting.key(), String.valueOf(e.getMessage()));
            }
        }

        <T> T value(Setting setting, Function<String, T> parse, T usual) {
            T value = value(setting, parse);
            return value == null ? usual : value;
        }

        Delay delay(Setting setting) {
            return value(setting, Delay::parse, Delay.NONE);
        }

        @Nullable
        Integer count(Setting setting, int least, int most) {
            return value(setting, text -> {
                if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
                    throw new IllegalArgumentException(
                            "'" + text + "' is not a whole number from " + least + " to " + most);
                }
                return Integer.valueOf(text);
            });
        }

        int count(Setting setting, int least, int most, int usual) {
            Integer count = count(setting, least, most);
            return count == null ? usual : count;
        }

        double decimal(Setting setting, double least, double most, double usual) {
            return value(
                    setting,
                    text -> {
                        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
                                || Double.parseDouble(text) < least
                                || Double.parseDouble(text) > most) {
                            throw new IllegalArgumentException(
                                    "'" + text + "' is not a number from " + least + " to " + most);
                        }
                        return Double.valueOf(text);
                    },
                    usual);
        }
    }
}
