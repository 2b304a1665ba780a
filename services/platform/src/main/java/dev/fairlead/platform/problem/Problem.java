package dev.fairlead.platform.problem;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A problem document of the management APIs.
 *
 * @param type names the kind of problem; {@code about:blank} if the status says it all
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what is wrong with this request, for its sender
 * @param errors the fields at fault, if there are any
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, @Nullable String detail, List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One field at fault.
     *
     * @param field the way to it, such as {@code limit}
     * @param detail what is wrong with it
     */
    @RegisterForReflection
    public record FieldError(String field, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String title, @Nullable String detail) {
        return new Problem("about:blank", title, status, detail, List.of());
    }

    public static Problem ofField(int status, String title, String field, String detail) {
        return new Problem("about:blank", title, status, field + ": " + detail, List.of(new FieldError(field, detail)));
    }
}
