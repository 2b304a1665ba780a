package dev.fairlead.platform.json;

import java.io.IOException;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.Identifier;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;

/**
 * The JSON mapper between services: {@link Money} travels as a whole number of nano-dollars, an {@link Identifier} as
 * its text, times as ISO 8601, decimals exactly and without exponent. Unknown fields are ignored, so that an older
 * service reads what a newer one wrote.
 */
public final class FairleadJson {

    private static final ObjectMapper MAPPER = configure(JsonMapper.builder()).build();

    private FairleadJson() {}

    /** The shared mapper; thread-safe. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    private static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .addModule(module())
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    /** How the types of {@code contracts} that are not plain records are written. */
    public static SimpleModule module() {
        SimpleModule module = new SimpleModule("fairlead");
        module.addSerializer(new MoneySerializer());
        module.addDeserializer(Money.class, new MoneyDeserializer());
        module.addSerializer(new IdentifierSerializer());
        module.addDeserializer(
                OrganisationId.class, new IdentifierDeserializer<>(OrganisationId.class, OrganisationId::new));
        module.addDeserializer(KeyHash.class, new IdentifierDeserializer<>(KeyHash.class, KeyHash::new));
        module.addDeserializer(GenerationId.class, new IdentifierDeserializer<>(GenerationId.class, GenerationId::new));
        return module;
    }

    private static final class MoneySerializer extends StdSerializer<Money> {
        MoneySerializer() {
            super(Money.class);
        }

        @Override
        public void serialize(Money value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(value.nanos());
        }
    }

    /** What is wrong with a text that is no JSON, and where, in words for whoever wrote it. */
    public static String describe(JsonProcessingException fault) {
        // Behind it stands what the parser calls its source, which says nothing to anybody outside.
        String what = fault.getOriginalMessage().replaceAll("\\s*\\(?(start marker )?at \\[Source:.*", "");
        JsonLocation where = fault.getLocation();
        return where == null ? what : what + " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    private static final class MoneyDeserializer extends StdDeserializer<Money> {
        MoneyDeserializer() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
            // A fraction would be cut off in silence.
            if (!json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                throw context.wrongTokenException(json, Money.class, JsonToken.VALUE_NUMBER_INT, null);
            }
            return Money.ofNanos(json.getLongValue());
        }
    }

    private static final class IdentifierSerializer extends StdSerializer<Identifier> {
        IdentifierSerializer() {
            super(Identifier.class);
        }

        @Override
        public void serialize(Identifier value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.value());
        }
    }

    private static final class IdentifierDeserializer<T extends Identifier> extends StdDeserializer<T> {
        private final transient Function<String, T> constructor;

        IdentifierDeserializer(Class<T> type, Function<String, T> constructor) {
            super(type);
            this.constructor = constructor;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                throw context.wrongTokenException(json, handledType(), JsonToken.VALUE_STRING, null);
            }
            String text = json.getText();
            try {
                return constructor.apply(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, handledType(), e.getMessage());
            }
        }
    }
}
