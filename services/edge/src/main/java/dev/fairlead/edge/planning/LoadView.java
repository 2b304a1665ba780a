package dev.fairlead.edge.planning;

/** What this edge has seen of endpoints just now, before the router knows. */
public interface LoadView {

    /** Nothing has been seen. */
    LoadView IDLE = new LoadView() {
        @Override
        public double load(String endpoint) {
            return 0;
        }

        @Override
        public boolean isSuspect(String endpoint) {
            return false;
        }
    };

    /**
     * How much an endpoint has to do: the peak of how long its answers took lately, fading, in milliseconds, times one
     * more than the requests that are under way. 0 if it was not used lately.
     */
    double load(String endpoint);

    /** Whether its last attempts here have all failed, a moment ago. */
    boolean isSuspect(String endpoint);

    /**
     * Until when its provider wants to be left alone, as far as it said so here, in epoch milliseconds; 0 if it did not.
     */
    default long leftAloneUntilMillis(String endpoint) {
        return 0;
    }
}
