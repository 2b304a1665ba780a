package dev.fairlead.simulator.control;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;

/** The text of a path: percent-encoding undone, plus signs kept. */
final class PathText {

    private PathText() {}

    static String decode(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(400, "Malformed path", "The path has a percent sign that begins no code."));
        }
    }
}
