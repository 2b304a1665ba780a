package dev.fairlead.simulator.wire;

import java.util.List;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One provider API on the wire. Everything else (latency, faults, pace, ledger) knows no format. Implementations are
 * thread-safe and keep nothing of a call; what a stream needs is in the {@link EventWriter}.
 */
public interface WireFormat {

    /** Begins the ids of answers in this format. */
    String idPrefix();

    /** The API key of a request; null if it has none. */
    @Nullable
    String apiKey(MultiMap headers);

    /**
     * Reads a request.
     *
     * @throws InvalidRequestException if the provider would refuse it
     */
    ChatRequest read(byte[] body);

    /** What a request that was {@link #read} begins with: its first message, its first two, and so on to all of them. */
    List<PromptPrefix> prefixes(byte[] body);

    /** The body of an answer that is not streamed. */
    Buffer whole(Answer answer);

    /** Writes the events of a streamed answer. */
    EventWriter events(Answer answer);

    /** The error body that this provider sends with a status when something is wrong on its side or with a limit. */
    Buffer failure(int status, String model);

    /** The error body for a request that is invalid. */
    Buffer invalid(String detail, @Nullable String param);

    /** The error body for a missing or unknown API key. */
    Buffer unauthorized(boolean missing);

    /** The error body for a path that this provider does not have. */
    Buffer unknownPath(String method, String path);

    /** The list of models. */
    Buffer models(Iterable<String> ids);

    /** One model. */
    Buffer model(String id);
}
