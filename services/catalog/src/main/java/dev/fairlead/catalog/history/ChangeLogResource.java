package dev.fairlead.catalog.history;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.store.CatalogRecords;
import dev.fairlead.catalog.store.LoggedChange;
import dev.fairlead.catalog.store.StoreFailures;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** The audit log: who changed what in the catalog, and why. */
@Path("/api/v1/catalog/changes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public final class ChangeLogResource {

    private static final int USUAL_LIMIT = 100;
    private static final int GREATEST_LIMIT = 1000;

    private final CatalogRecords records;

    ChangeLogResource(CatalogRecords records) {
        this.records = records;
    }

    /**
     * A page of the log.
     *
     * @param next what {@code after} has to be for the next page; absent if this is the last
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<Entry> data, @Nullable Long next) {}

    /** An entry of the log. */
    @RegisterForReflection
    record Entry(
            long id,
            long version,
            @JsonProperty("changed_at") Instant changedAt,
            String who,
            String why,
            String subject,
            @JsonProperty("subject_id") String subjectId,
            String action,
            List<Change.Difference> differences) {}

    /**
     * Entries, the oldest first.
     *
     * @param after only entries with a greater id
     * @param subject only entries about the provider, model or endpoint of this id
     * @param limit at most so many, up to 1000
     */
    @GET
    public Uni<Page> changes(
            @QueryParam("after") @Nullable String after,
            @QueryParam("subject_id") @Nullable String subject,
            @QueryParam("limit") @Nullable String limit) {
        int most = (int) number("limit", limit, USUAL_LIMIT, 1, GREATEST_LIMIT);
        return records.changes(number("after", after, 0, 0, Long.MAX_VALUE), subject, most)
                .map(entries -> new Page(
                        entries.stream().map(ChangeLogResource::entry).toList(),
                        entries.size() < most ? null : entries.getLast().id()))
                .onFailure()
                .transform(StoreFailures::explained);
    }

    private static Entry entry(LoggedChange logged) {
        return new Entry(
                logged.id(),
                logged.version(),
                logged.changedAt(),
                logged.who(),
                logged.why(),
                logged.change().subject().name().toLowerCase(Locale.ROOT),
                logged.change().id(),
                logged.change().action().name().toLowerCase(Locale.ROOT),
                logged.change().differences());
    }

    private static long number(String name, @Nullable String text, long usual, long least, long most) {
        if (text == null) {
            return usual;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, least, most);
        }
        throw refused(name, least, most);
    }

    private static ProblemException refused(String name, long least, long most) {
        return new ProblemException(Problem.ofField(
                400, "Invalid parameter", name, "has to be a whole number from " + least + " to " + most));
    }
}
