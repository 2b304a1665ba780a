package dev.fairlead.platform.problem;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A refusal with the problem document that its caller gets. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final transient @Nullable Duration retryAfter;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /**
     * A refusal.
     *
     * @param retryAfter when it makes sense to try again; null if that would not help
     */
    public ProblemException(Problem problem, @Nullable Duration retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
