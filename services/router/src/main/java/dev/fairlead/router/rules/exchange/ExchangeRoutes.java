package dev.fairlead.router.rules.exchange;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.router.rules.Change;
import dev.fairlead.router.rules.Limits;
import dev.fairlead.router.rules.RulesEdit;
import dev.fairlead.router.rules.identity.Person;
import dev.fairlead.router.rules.policies.PolicyImport;
import dev.fairlead.router.rules.publication.RulesKeeper;
import dev.fairlead.router.rules.request.Body;
import dev.fairlead.router.rules.store.RulesStore;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** All rules at once, for operators; and who changed what. */
@Path("/api/v1/routing")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed(Roles.OPERATOR)
@Blocking
final class ExchangeRoutes {

    private static final int USUAL_CHANGES = 100;

    private final RulesKeeper keeper;
    private final RulesStore store;
    private final RulesFile files;
    private final PolicyImport policies;
    private final SecurityIdentity identity;

    ExchangeRoutes(
            RulesKeeper keeper, RulesStore store, RulesFile files, PolicyImport policies, SecurityIdentity identity) {
        this.keeper = keeper;
        this.store = store;
        this.files = files;
        this.policies = policies;
        this.identity = identity;
    }

    /** Everything that holds, with line breaks: people compare versions of it. */
    @GET
    @Path("/rules")
    public String everything() {
        return RulesFile.of(keeper.current()).toPrettyString() + '\n';
    }

    /** Makes the rules what the file says; of what it does not mention, nothing changes. */
    @PUT
    @Path("/rules")
    public ObjectNode replace(@RestQuery("dry_run") @Nullable String dryRun, byte[] body) {
        RulesFile.Content content = files.read(Body.of(body));
        Person person = Person.of(identity);
        RulesKeeper.Written written = Body.flag("dry_run", dryRun)
                ? keeper.tryOut(person.name(), edit -> apply(content, edit))
                : keeper.change(person.name(), edit -> apply(content, edit));
        return answer(written.changes());
    }

    private void apply(RulesFile.Content content, RulesEdit edit) {
        if (content.policies() != null) {
            policies.check(edit.before(), content.policies());
        }
        content.applyTo(edit);
    }

    /** The trail of changes, the latest first: an operator's all, everybody else's those of their organisations. */
    @GET
    @Path("/changes")
    @RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER, Roles.BILLING, Roles.VIEWER})
    public ObjectNode changes(@RestQuery @Nullable String limit) {
        Person person = Person.of(identity);
        return answer(store.changes().stream()
                .filter(change -> person.maySee(change.organisation()))
                .limit(most(limit))
                .toList());
    }

    private static int most(@Nullable String limit) {
        if (limit == null) {
            return USUAL_CHANGES;
        }
        try {
            int most = Integer.parseInt(limit);
            if (most >= 1 && most <= Limits.CHANGES) {
                return most;
            }
        } catch (NumberFormatException e) {
            throw new PolicyFault("limit", "must be a whole number from 1 to " + Limits.CHANGES);
        }
        throw new PolicyFault("limit", "must be a whole number from 1 to " + Limits.CHANGES);
    }

    private static ObjectNode answer(List<Change> changes) {
        ArrayNode views = JsonNodeFactory.instance.arrayNode();
        changes.forEach(change -> views.add(view(change)));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", views);
        return answer;
    }

    private static JsonNode view(Change change) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", change.at().toString())
                .put("by", change.by())
                .put(
                        "organisation",
                        change.organisation() == null
                                ? null
                                : change.organisation().value())
                .put("kind", change.kind())
                .put("name", change.name())
                .put("action", change.action())
                .put("version", change.version());
    }
}
