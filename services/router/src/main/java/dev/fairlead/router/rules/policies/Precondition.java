package dev.fairlead.router.rules.policies;

import java.util.Arrays;

import jakarta.ws.rs.core.HttpHeaders;

import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.rules.PolicyVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a writer believes to be there, by the headers {@code If-Match} and {@code If-None-Match}.
 *
 * @param match null if it does not matter
 * @param noneMatch null if it does not matter
 */
record Precondition(@Nullable String match, @Nullable String noneMatch) {

    static Precondition of(HttpHeaders headers) {
        return new Precondition(
                headers.getHeaderString(HttpHeaders.IF_MATCH), headers.getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    /** The tag of a version. */
    static String tag(PolicyVersion version) {
        return '"' + Integer.toString(version.version()) + '"';
    }

    /** Refuses with 412 if something else is there. */
    void check(@Nullable PolicyVersion there) {
        if (match != null && (there == null || !names(match, there))) {
            throw failed("If-Match: the policy is not, or not any more, of that version"
                    + (there == null ? "; there is none" : "; it has version " + there.version()));
        }
        if (noneMatch != null && there != null && names(noneMatch, there)) {
            throw failed("If-None-Match: there is a policy of that name, with version " + there.version());
        }
    }

    private static boolean names(String header, PolicyVersion there) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag(there)));
    }

    private static ProblemException failed(String detail) {
        return new ProblemException(Problem.of(412, "Precondition failed", detail));
    }
}
