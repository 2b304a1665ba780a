package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.fairlead.edge.planning.Candidate;
import org.jspecify.annotations.Nullable;

/** Which of a request's candidates is tried next: first each in its turn, then again those that failed in passing. */
final class Succession {

    /** In the place of a candidate's place in the plan. */
    static final int NOBODY = -1;

    private final List<Candidate> candidates;
    private final Failover failover;

    /** The first candidate that was not considered yet. */
    private int next;

    private @Nullable List<String> rejectedModels;
    private @Nullable Retries retries;

    Succession(List<Candidate> candidates, Failover failover) {
        this.candidates = candidates;
        this.failover = failover;
    }

    /** Whether there may be somebody who was not tried yet. */
    boolean hasAlternatives() {
        return next < candidates.size();
    }

    /** Who is tried first, or after others have failed; nobody if none is left that may be tried. */
    int next(boolean isFirst) {
        while (next < candidates.size()) {
            int place = next++;
            Candidate candidate = candidates.get(place);
            if (!isRejected(candidate) && (isFirst || failover.mayTry(candidate))) {
                return place;
            }
        }
        return NOBODY;
    }

    /** Who is asked beside another that is silent; nobody if there is none. */
    int beside() {
        while (next < candidates.size()) {
            int place = next++;
            if (!isRejected(candidates.get(place))) {
                return place;
            }
        }
        return NOBODY;
    }

    /** Nobody is tried any more who was not tried yet. */
    void end() {
        next = candidates.size();
    }

    /** An attempt has failed; times are as of {@link System#nanoTime}. */
    void failed(int place, Fault fault, long now) {
        Retries failed = retries;
        if (failed == null) {
            failed = failover.retries(candidates.size());
            retries = failed;
        }
        failed.failed(place, fault, now);
        if (!fault.isWorthAnotherEndpoint()) {
            reject(candidates.get(place).model().id(), failed);
        }
    }

    /** What one endpoint of a model rejects, its others would reject as well. */
    private void reject(String model, Retries failed) {
        List<String> rejected = rejectedModels;
        if (rejected == null) {
            rejected = new ArrayList<>(1);
            rejectedModels = rejected;
        }
        rejected.add(model);
        for (int i = 0; i < candidates.size(); i++) {
            if (isRejected(candidates.get(i))) {
                failed.giveUp(i);
            }
        }
    }

    private boolean isRejected(Candidate candidate) {
        return rejectedModels != null
                && rejectedModels.contains(candidate.model().id());
    }

    /** Who is tried again, not before {@link #notBefore}; nobody if nobody may be before the deadline. */
    int again(long now, long deadline) {
        Retries failed = retries;
        int place = failed == null ? NOBODY : failed.soonest(now, deadline);
        return place != NOBODY && failover.mayTryAgain() ? place : NOBODY;
    }

    /** From when on who is tried {@link #again} may be. */
    long notBefore(int place) {
        return retries == null ? 0 : retries.notBefore(place);
    }

    /** How long the first of the providers that named a time still wants to be left alone; null if none did. */
    @Nullable
    Duration retryAfter(long now) {
        return retries == null ? null : retries.retryAfter(now);
    }
}
