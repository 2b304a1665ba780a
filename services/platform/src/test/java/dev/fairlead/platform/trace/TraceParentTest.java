package dev.fairlead.platform.trace;

import java.util.Random;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceParentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void readsATraceparent() {
        // When
        SpanContext span = parse(SAMPLED);

        // Then
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getSpanId()).isEqualTo(SPAN);
        assertThat(span.isSampled()).isTrue();
        assertThat(span.isRemote()).isTrue();
        assertThat(parse("00-" + TRACE + "-" + SPAN + "-00").isSampled()).isFalse();
    }

    @Test
    void writesWhatItReads() {
        assertThat(TraceParent.of(parse(SAMPLED))).isEqualTo(SAMPLED);
        assertThat(TraceParent.of(SpanContext.create(TRACE, SPAN, TraceFlags.getDefault(), TraceState.getDefault())))
                .isEqualTo("00-" + TRACE + "-" + SPAN + "-00");
        assertThat(TraceParent.of(SpanContext.getInvalid())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-" + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-will-be-like"
            })
    void readsTheKnownPartOfLaterVersions(String traceparent) {
        assertThat(parse(traceparent).getTraceId()).isEqualTo(TRACE);
        assertThat(parse(traceparent).isSampled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-",
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "-" + SPAN + "-zz",
                "00-" + TRACE + "-" + SPAN + "-\u00e9\u00e9",
                "00-" + TRACE + "-" + SPAN + "-0\ud83d",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-01x",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "zz-" + TRACE + "-" + SPAN + "-01",
                "cc-" + TRACE + "-" + SPAN + "-01.more",
                "00_" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "_" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "_01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-0af7651916cd43dd8448eb211c80319g-" + SPAN + "-01",
                " 00-" + TRACE + "-" + SPAN + "-01"
            })
    void takesGarbageForNoTrace(String traceparent) {
        assertThat(TraceParent.parse(traceparent)).isSameAs(Context.root());
    }

    @Test
    void neverFailsWhateverACallerSends() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            char[] text = SAMPLED.toCharArray();
            for (int change = 0; change <= random.nextInt(3); change++) {
                text[random.nextInt(text.length)] = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
            }
            SpanContext span = parse(new String(text));
            assertThat(span.isValid() ? TraceParent.of(span) : "").hasSizeLessThanOrEqualTo(55);
        }
    }

    private static SpanContext parse(String traceparent) {
        return Span.fromContext(TraceParent.parse(traceparent)).getSpanContext();
    }
}
