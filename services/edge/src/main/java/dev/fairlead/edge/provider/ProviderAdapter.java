package dev.fairlead.edge.provider;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** How to talk to providers of one wire format. One instance for all requests; thread-safe. */
public interface ProviderAdapter {

    Dialect dialect();

    /** The path of the request, to be appended to the provider's base URL. */
    String path(ChatRequest request, Candidate candidate);

    /** The body of the request, for this endpoint. */
    Buffer body(ChatRequest request, Candidate candidate);

    /**
     * Reads an answer that is not streamed.
     *
     * @throws dev.fairlead.edge.envelope.JsonFault if it is not an answer in this wire format
     */
    WholeAnswer readWhole(byte[] body);

    /** A reader for one streamed answer. */
    StreamReader openStream(int maxEventBytes, CompletionEvent.Sink sink);

    /** What an error response says, for the caller to read; null if nothing that can be shown. */
    @Nullable
    String errorMessage(byte[] body);

    /** Reads one stream; not thread-safe. */
    interface StreamReader {

        /**
         * Takes the next part.
         *
         * @throws dev.fairlead.edge.envelope.JsonFault if it is not this wire format
         */
        void feed(Buffer part);

        /** The connection has ended. */
        void end();
    }
}
