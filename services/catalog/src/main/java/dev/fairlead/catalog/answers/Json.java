package dev.fairlead.catalog.answers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import org.jspecify.annotations.Nullable;

/** Writes JSON without binding objects. */
final class Json {

    private static final int USUAL_SIZE = 1_024;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /** What is written, in UTF-8. */
    static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void texts(String name, Collection<String> texts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static void text(String name, @Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value.toString());
        }
    }

    /** Only if there is one. */
    static void textIfKnown(String name, @Nullable Object value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }

    /** Null if it is 0, which is how limits that nobody knows are listed. */
    static void limit(String name, long value, JsonGenerator json) throws IOException {
        if (value == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    static void number(String name, @Nullable BigDecimal value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** A day in seconds since 1970; 0 if it is not known. */
    static long epochSeconds(@Nullable LocalDate day) {
        return day == null ? 0 : Math.max(0, day.toEpochDay() * 86_400);
    }
}
