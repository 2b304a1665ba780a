package dev.fairlead.catalog.importing;

import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import org.jspecify.annotations.Nullable;

/** Bodies that have one field, such as why something is done. */
final class Reasons {

    private static final int LONGEST = 2_000;

    private Reasons() {}

    /** Whoever calls, with the reason that the field {@code why} of the body gives. */
    static Author author(SecurityIdentity identity, @Nullable JsonNode body) {
        return new Author(identity.getPrincipal().getName(), text(body, "why"));
    }

    /** The only field of a body; fails with 400 if it is not there, or not alone. */
    static String text(@Nullable JsonNode body, String field) {
        if (body == null || !body.isObject()) {
            throw refused(field, "is missing; the body has to be an object with this field");
        }
        Set<String> names = new TreeSet<>();
        body.fieldNames().forEachRemaining(names::add);
        names.remove(field);
        if (!names.isEmpty()) {
            throw refused(names.iterator().next(), "is not a field of this request");
        }
        JsonNode value = body.path(field);
        if (!value.isTextual()
                || value.textValue().isBlank()
                || value.textValue().length() > LONGEST) {
            throw refused(field, "has to be text of at most " + LONGEST + " characters");
        }
        return value.textValue();
    }

    private static ProblemException refused(String field, String detail) {
        return new ProblemException(Problem.ofField(400, "Invalid request", field, detail));
    }
}
