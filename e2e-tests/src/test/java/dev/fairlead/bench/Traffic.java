package dev.fairlead.bench;

/**
 * What was sent through the edge in all, warm-up included.
 *
 * @param answered requests that were answered in full, as the load generator counts
 * @param cutOff requests at most that the load generator abandoned at the end of its runs
 * @param received requests that came through to the simulator, as it counts
 */
record Traffic(long answered, long cutOff, long received) {

    static final Traffic NONE = new Traffic(0, 0, 0);

    Traffic plus(Traffic more) {
        return new Traffic(answered + more.answered, cutOff + more.cutOff, received + more.received);
    }

    /**
     * Whether so many records are these requests, none missing and none twice. A request that was abandoned on its way
     * to the simulator may be booked without having come there.
     *
     * @param cancelled those of the records whose caller has abandoned the request
     */
    boolean explains(long generations, long cancelled) {
        return generations >= answered
                && generations <= answered + cutOff
                && generations >= received
                && generations <= received + cancelled;
    }
}
