package dev.fairlead.contracts.policy;

import java.util.List;

import dev.fairlead.contracts.routing.Strategy;
import org.jspecify.annotations.Nullable;

/** What a rule does to a request. */
public sealed interface Action {

    /**
     * Other models take the place of those that the policy is about. What a request asks for besides stays.
     *
     * @param models to try in this order; not empty
     * @param strategy for requests that name none; null for none
     */
    record Pick(List<String> models, @Nullable Strategy strategy) implements Action {
        public Pick {
            models = List.copyOf(models);
        }
    }

    /**
     * One of several arms is drawn, and its models take the place of those that the policy is about.
     *
     * @param arms at least two; their shares are together 100
     * @param stickyBy whose requests all get the same arm
     */
    record Split(List<Arm> arms, StickyBy stickyBy) implements Action {
        public Split {
            arms = List.copyOf(arms);
        }
    }

    /** These models are tried after those that were asked for. */
    record FallBack(List<String> models) implements Action {
        public FallBack {
            models = List.copyOf(models);
        }
    }

    /** The request is refused with 403. */
    record Deny(String message) implements Action {}

    /**
     * One way of several.
     *
     * @param name unique in the split
     * @param percent of the requests, 0 to 100, at most three decimals
     * @param models to try in this order; empty for those that were asked for
     */
    record Arm(String name, double percent, List<String> models) {
        public Arm {
            models = List.copyOf(models);
        }
    }

    /** Whose requests get the same arm each time. */
    enum StickyBy {
        /** The end user, or else the session, or else the key. */
        USER,
        /** The session, or else the key. */
        SESSION,
        KEY,
        /** Nobody's: each request is drawn anew. */
        REQUEST
    }
}
