package dev.fairlead.edge.routing;

import java.util.function.Consumer;

import dev.fairlead.edge.error.ApiError;

/** Answers calls for {@code fairlead/consensus}, which several models answer together. */
public interface Panel {

    /**
     * Takes a call over, on its event loop; nothing is reserved for it yet. Each model's own request is planned by
     * {@link RouteFinder}.
     *
     * @param refuse answers the call with an error; at most once, and only if nothing was answered
     */
    void answer(ChatCall call, Consumer<ApiError> refuse);
}
