package dev.fairlead.billing.booking;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.contracts.usage.UsageEvent;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** The insertion of a batch of generations as one statement: one array for each column. */
final class GenerationInsert {

    /** Longer texts are cut: the edge keeps them short, and a column of this table is no place for an essay. */
    private static final int LONGEST_TEXT = 500;

    private static final List<Column> COLUMNS = List.of(
            text("id", event -> event.generation().value()),
            time("started_at", UsageEvent::startedAtMillis),
            number("cost_nanos", event -> event.cost().total().nanos()),
            number("cost_prompt_nanos", event -> event.cost().prompt().nanos()),
            tokens("tokens_input", TokenUsage::input),
            tokens("tokens_cache_read", TokenUsage::cacheRead),
            tokens("tokens_cache_write", TokenUsage::cacheWrite),
            tokens("tokens_cache_write_1h", TokenUsage::cacheWrite1h),
            tokens("tokens_input_audio", TokenUsage::inputAudio),
            tokens("tokens_input_image", TokenUsage::inputImage),
            tokens("tokens_output", TokenUsage::output),
            tokens("tokens_reasoning", TokenUsage::reasoning),
            tokens("tokens_output_audio", TokenUsage::outputAudio),
            tokens("tokens_output_image", TokenUsage::outputImage),
            number("latency_millis", event -> clamp(event.latencyMillis())),
            number("duration_millis", event -> clamp(event.durationMillis())),
            number("status", event -> Math.clamp(event.status(), 0, Short.MAX_VALUE)),
            flag("streamed", UsageEvent::streamed),
            flag("cancelled", UsageEvent::cancelled),
            flag("cache_hit", UsageEvent::cacheHit),
            text("usage_source", event -> event.usageSource().name()),
            text("organisation_id", event -> event.organisation().value()),
            text("key_hash", event -> event.key().value()),
            text("requested_model", UsageEvent::requestedModel),
            text("model", UsageEvent::model),
            text("provider", UsageEvent::provider),
            text("endpoint", UsageEvent::endpoint),
            text("upstream_id", UsageEvent::upstreamId),
            text("finish_reason", UsageEvent::finishReason),
            text("native_finish_reason", UsageEvent::nativeFinishReason),
            text("referer", event -> event.attribution().referer()),
            text("title", event -> event.attribution().title()),
            text("department", event -> event.attribution().department()),
            text("end_user", event -> event.attribution().endUser()),
            text("session", event -> event.attribution().session()),
            text("user_agent", event -> event.attribution().userAgent()),
            text("router", ofRoute(RouteTaken::virtualModel)),
            text("task", ofRoute(RouteTaken::task)),
            text("policy", ofRoute(RouteTaken::policy)),
            optionalNumber("policy_version", ofPolicy(route -> (long) route.policyVersion())),
            text("rule", ofRoute(RouteTaken::rule)),
            text("arm", ofRoute(RouteTaken::arm)),
            flag("shadow", ofPolicy(RouteTaken::shadow)));

    static final String SQL = sql();

    private GenerationInsert() {}

    /**
     * A column.
     *
     * @param values the column's values for a batch, as an array of the type that the database driver wants
     */
    private record Column(String name, String type, Function<Collection<UsageEvent>, Object> values) {

        /** How the column is read out of the batch. */
        String source() {
            return switch (name) {
                case "key_hash" -> "decode(key_hash, 'hex')";
                default -> name;
            };
        }
    }

    static Tuple parameters(Collection<BookableEvent> batch) {
        List<UsageEvent> events = batch.stream().map(BookableEvent::event).toList();
        List<Object> arrays = new ArrayList<>();
        COLUMNS.forEach(column -> arrays.add(column.values().apply(events)));
        arrays.add(batch.stream().map(BookableEvent::attempts).toArray(String[]::new));
        return Tuple.from(arrays);
    }

    private static String sql() {
        String names = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
        String sources = COLUMNS.stream().map(Column::source).collect(Collectors.joining(", "));
        String arrays = IntStream.range(0, COLUMNS.size())
                .mapToObj(i -> "$" + (i + 1) + "::" + COLUMNS.get(i).type() + "[]")
                .collect(Collectors.joining(", "));
        return "INSERT INTO billing.generation (" + names + ", attempts) SELECT " + sources
                + ", attempts::jsonb FROM unnest(" + arrays + ", $" + (COLUMNS.size() + 1) + "::text[]) AS batch ("
                + names + ", attempts) ON CONFLICT (id) DO NOTHING RETURNING id";
    }

    private static Column text(String name, Function<UsageEvent, @Nullable String> value) {
        return new Column(
                name,
                "text",
                events ->
                        events.stream().map(event -> clean(value.apply(event))).toArray(String[]::new));
    }

    private static Column number(String name, ToLongFunction<UsageEvent> value) {
        return new Column(
                name,
                "bigint",
                events -> events.stream().map(value::applyAsLong).toArray(Long[]::new));
    }

    private static Column optionalNumber(String name, Function<UsageEvent, @Nullable Long> value) {
        return new Column(name, "bigint", events -> events.stream().map(value).toArray(Long[]::new));
    }

    private static Column time(String name, ToLongFunction<UsageEvent> epochMillis) {
        return new Column(
                name,
                "timestamptz",
                events -> events.stream()
                        .map(event -> Instant.ofEpochMilli(epochMillis.applyAsLong(event))
                                .atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
    }

    private static Column tokens(String name, ToLongFunction<TokenUsage> value) {
        return number(name, event -> value.applyAsLong(event.usage()));
    }

    private static Column flag(String name, Function<UsageEvent, @Nullable Boolean> value) {
        return new Column(name, "boolean", events -> events.stream().map(value).toArray(Boolean[]::new));
    }

    /** Of a request that nothing but itself decided, null. */
    private static <T> Function<UsageEvent, @Nullable T> ofRoute(Function<RouteTaken, @Nullable T> value) {
        return event -> event.route() == null ? null : value.apply(event.route());
    }

    private static <T> Function<UsageEvent, @Nullable T> ofPolicy(Function<RouteTaken, T> value) {
        return ofRoute(route -> route.policy() == null ? null : value.apply(route));
    }

    private static long clamp(long millis) {
        return Math.clamp(millis, -1, Integer.MAX_VALUE);
    }

    /** PostgreSQL's text holds everything but NUL; a caller's odd header must not keep a generation from its booking. */
    private static @Nullable String clean(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String shortened = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return shortened.indexOf(0) < 0 ? shortened : shortened.replace("\0", "");
    }
}
