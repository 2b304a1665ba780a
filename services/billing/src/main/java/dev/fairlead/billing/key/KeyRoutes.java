package dev.fairlead.billing.key;

import java.time.Instant;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.identity.Tenancy;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The routes on which people manage the API keys of their organisation. */
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class KeyRoutes {

    private static final int PAGE = 100;

    private final ApiKeys keys;
    private final Database database;
    private final Tenancy tenancy;

    KeyRoutes(ApiKeys keys, Database database, Tenancy tenancy) {
        this.keys = keys;
        this.database = database;
        this.tenancy = tenancy;
    }

    record KeyList(List<KeyView> data) {}

    record SingleKey(KeyView data) {}

    record CreatedKey(KeyView data, String key) {}

    record DeletedKey(boolean deleted) {}

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.DEVELOPER, Roles.VIEWER, Roles.BILLING})
    public Uni<KeyList> list(
            @RestQuery @Nullable String offset,
            @RestQuery @Nullable String team,
            @RestQuery("include_disabled") @Nullable String includeDisabled) {
        OrganisationId organisation = tenancy.organisation();
        if (team != null) {
            KeyChangeReader.requireTeam(team);
        }
        int from = offset(offset);
        boolean all = flag(includeDisabled);
        return database.guard(() -> keys.list(organisation, team, all, from, PAGE))
                .map(list -> new KeyList(list.stream().map(KeyView::of).toList()));
    }

    @POST
    @ResponseStatus(201)
    @RolesAllowed({Roles.ADMIN, Roles.DEVELOPER})
    public Uni<CreatedKey> create(@Nullable JsonNode body) {
        OrganisationId organisation = tenancy.organisation();
        KeyChange wish = KeyChangeReader.create(body, Instant.now());
        String creator = tenancy.subject();
        return database.guard(() -> keys.create(organisation, wish, creator))
                .map(made ->
                        new CreatedKey(KeyView.of(made.details()), made.secret().value()));
    }

    @GET
    @Path("/{hash}")
    @RolesAllowed({Roles.ADMIN, Roles.DEVELOPER, Roles.VIEWER, Roles.BILLING})
    public Uni<SingleKey> get(@RestPath String hash) {
        OrganisationId organisation = tenancy.organisation();
        return database.guard(() -> keys.get(organisation, parse(hash))).map(key -> new SingleKey(KeyView.of(key)));
    }

    @PATCH
    @Path("/{hash}")
    @RolesAllowed({Roles.ADMIN, Roles.DEVELOPER})
    public Uni<SingleKey> update(@RestPath String hash, @Nullable JsonNode body) {
        OrganisationId organisation = tenancy.organisation();
        KeyChange change = KeyChangeReader.update(body, Instant.now());
        String subject = tenancy.subject();
        boolean admin = tenancy.isAdmin();
        return database.guard(() ->
                        keys.update(organisation, parse(hash), change, creator -> admin || creator.equals(subject)))
                .map(key -> new SingleKey(KeyView.of(key)));
    }

    @DELETE
    @Path("/{hash}")
    @RolesAllowed({Roles.ADMIN, Roles.DEVELOPER})
    public Uni<DeletedKey> delete(@RestPath String hash) {
        OrganisationId organisation = tenancy.organisation();
        String subject = tenancy.subject();
        boolean admin = tenancy.isAdmin();
        return database.guard(() -> keys.delete(organisation, parse(hash), creator -> admin || creator.equals(subject)))
                .replaceWith(new DeletedKey(true));
    }

    /** What is not a hash names no key, just as a hash that nobody has. */
    static KeyHash parse(String hash) {
        if (!KeyHash.isValid(hash)) {
            throw new ProblemException(Problem.of(404, "Not found", "There is no such key."));
        }
        return new KeyHash(hash);
    }

    private static int offset(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new ProblemException(
                    Problem.ofField(400, "Invalid value", "offset", "must be a whole number that is not negative"));
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "false" -> false;
            case "true" -> true;
            default ->
                throw new ProblemException(
                        Problem.ofField(400, "Invalid value", "include_disabled", "must be true or false"));
        };
    }
}
