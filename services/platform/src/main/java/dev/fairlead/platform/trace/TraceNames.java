package dev.fairlead.platform.trace;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Every attribute that Fairlead puts on a span of its own. The {@code gen_ai} ones are those of the GenAI semantic
 * conventions 1.41.1; what they do not have is under {@code fairlead}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">GenAI semantic conventions</a>
 */
public final class TraceNames {

    public static final String CHAT = "chat";

    public static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    public static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    public static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    public static final AttributeKey<Boolean> REQUEST_STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    public static final AttributeKey<Long> REQUEST_MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
    public static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
    public static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    public static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    public static final AttributeKey<Double> TIME_TO_FIRST_CHUNK =
            AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");
    public static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    public static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    public static final AttributeKey<Long> CACHE_READ_TOKENS =
            AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    public static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
    public static final AttributeKey<String> HTTP_ROUTE = AttributeKey.stringKey("http.route");
    public static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    public static final AttributeKey<String> DB_SYSTEM = AttributeKey.stringKey("db.system.name");
    public static final AttributeKey<String> DB_OPERATION = AttributeKey.stringKey("db.operation.name");

    public static final AttributeKey<String> GENERATION = AttributeKey.stringKey("fairlead.generation.id");
    public static final AttributeKey<String> ORGANISATION = AttributeKey.stringKey("fairlead.organisation.id");
    public static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("fairlead.endpoint.id");
    public static final AttributeKey<Long> COST_NANOS = AttributeKey.longKey("fairlead.cost.nano_usd");
    public static final AttributeKey<Long> RESERVED_NANOS = AttributeKey.longKey("fairlead.reserved.nano_usd");
    public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("fairlead.attempt");
    public static final AttributeKey<Boolean> CACHE_HIT = AttributeKey.booleanKey("fairlead.cache.hit");

    private TraceNames() {}
}
