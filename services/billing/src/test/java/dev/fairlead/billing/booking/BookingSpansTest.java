package dev.fairlead.billing.booking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.fairlead.billing.testing.Events;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.platform.trace.TraceNames;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BookingSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final List<SpanData> exported = new ArrayList<>();

    private BookingSpans spans() {
        SpanExporter exporter = new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> batch) {
                exported.addAll(batch);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        return new BookingSpans(provider.get("test"));
    }

    private static BookableEvent event(String traceparent) {
        UsageEvent event = Events.of(Events.newGeneration(), "acme", KeyHash.of("x"), 42);
        return new BookableEvent(new UsageEntry(0, "1-0", "", traceparent, true), event, "[]");
    }

    @Test
    void aSampledRequestsTraceEndsWithItsBooking() {
        BookableEvent event = event("00-" + TRACE + "-" + PARENT + "-01");

        spans().booked(List.of(event), Instant.now());

        assertThat(exported).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("book");
            assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(PARENT);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.system")))
                    .isEqualTo("redis");
            assertThat(span.getAttributes().get(TraceNames.GENERATION))
                    .isEqualTo(event.event().generation().value());
            assertThat(span.getAttributes().get(TraceNames.ORGANISATION)).isEqualTo("acme");
            assertThat(span.getAttributes().get(TraceNames.COST_NANOS)).isEqualTo(42);
        });
    }

    @Test
    void requestsThatAreNotTracedGetNoSpan() {
        spans().booked(
                        List.of(event("00-" + TRACE + "-" + PARENT + "-00"), event(""), event("garbage")),
                        Instant.now());

        assertThat(exported).isEmpty();
    }
}
