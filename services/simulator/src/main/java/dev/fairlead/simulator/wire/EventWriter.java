package dev.fairlead.simulator.wire;

import java.util.List;

import io.vertx.core.buffer.Buffer;

/** Writes the events of one streamed answer, each with everything around it. */
public interface EventWriter {

    /** The events before any content. */
    List<Buffer> opening();

    /** An event with the content tokens from one (counted from zero) up to another. */
    Buffer content(int from, int to);

    /** The events after the content, in order, up to what says that it is all. */
    List<Buffer> closing();

    /** A line that readers must ignore. */
    Buffer comment();

    /** An event that cannot be read. */
    Buffer malformed();

    /** An event that says the provider failed. */
    Buffer error();
}
