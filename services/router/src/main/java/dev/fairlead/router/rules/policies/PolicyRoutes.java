package dev.fairlead.router.rules.policies;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.identity.Person;
import dev.fairlead.router.rules.publication.RulesKeeper;
import dev.fairlead.router.rules.request.Body;
import dev.fairlead.router.rules.store.RulesStore;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Policies, as operators and organisations write them. */
@Path("/api/v1/routing/policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER, Roles.BILLING, Roles.VIEWER})
@Blocking
final class PolicyRoutes {

    private final RulesKeeper keeper;
    private final RulesStore store;
    private final Policies policies;
    private final Trials trials;
    private final SecurityIdentity identity;
    private final HttpHeaders headers;

    PolicyRoutes(
            RulesKeeper keeper,
            RulesStore store,
            Policies policies,
            Trials trials,
            SecurityIdentity identity,
            HttpHeaders headers) {
        this.keeper = keeper;
        this.store = store;
        this.policies = policies;
        this.trials = trials;
        this.identity = identity;
        this.headers = headers;
    }

    /** Those that the caller may see, in the order in which they are asked. */
    @GET
    public ObjectNode list() {
        Person person = person();
        Rules rules = keeper.current();
        ArrayNode views = JsonNodeFactory.instance.arrayNode();
        rules.policies().stream()
                .filter(policy -> person.maySee(policy.organisation()))
                .forEach(policy -> views.add(PolicyViews.summary(policy, rules)));
        return PolicyViews.data(views);
    }

    @GET
    @Path("/{name}")
    public Response get(@RestPath String name) {
        Rules rules = keeper.current();
        PolicyVersion policy = Policies.visible(rules, person(), name);
        return answer(200, policy, PolicyViews.data(PolicyViews.whole(policy, rules)));
    }

    /** Writes a policy, or its next version; the body is its document. The same document again changes nothing. */
    @PUT
    @Path("/{name}")
    public Response put(
            @RestPath String name,
            @RestQuery @Nullable String position,
            @RestQuery("dry_run") @Nullable String dryRun,
            byte[] body) {
        Person person = person();
        PolicyDraft draft = PolicyDraft.read(body, name);
        Integer place = place(position);
        PolicyVersion before = keeper.current().policy(name);
        if (Body.flag("dry_run", dryRun)) {
            Rules after = policies.tryPut(person, draft, place, Precondition.of(headers));
            return answer(200, null, tried(before, name, after));
        }
        Rules after = policies.put(person, draft, place, Precondition.of(headers));
        PolicyVersion policy = Policies.visible(after, person, name);
        return answer(before == null ? 201 : 200, policy, PolicyViews.data(PolicyViews.whole(policy, after)));
    }

    /** What the change would be, with the policy before and after it. */
    private static ObjectNode tried(@Nullable PolicyVersion before, String name, Rules after) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        PolicyVersion policy = after.policy(name);
        if (policy == null) {
            throw new IllegalStateException("what was written is there");
        }
        view.put("change", before == null ? "create" : before.version() == policy.version() ? "nothing" : "change");
        if (before != null) {
            view.set("before", PolicyViews.wholeVersion(before));
        }
        view.set("after", PolicyViews.whole(policy, after));
        return PolicyViews.data(view);
    }

    @DELETE
    @Path("/{name}")
    public void delete(@RestPath String name) {
        policies.remove(person(), name, Precondition.of(headers));
    }

    /** All versions that are kept, the earliest first. */
    @GET
    @Path("/{name}/versions")
    public ObjectNode versions(@RestPath String name) {
        ArrayNode views = JsonNodeFactory.instance.arrayNode();
        versionsFor(name).forEach(version -> views.add(PolicyViews.version(version)));
        return PolicyViews.data(views);
    }

    @GET
    @Path("/{name}/versions/{version}")
    public ObjectNode version(@RestPath String name, @RestPath String version) {
        return versionsFor(name).stream()
                .filter(one -> Integer.toString(one.version()).equals(version))
                .findFirst()
                .map(one -> PolicyViews.data(PolicyViews.wholeVersion(one)))
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "Not found", "There is no such version of the policy.")));
    }

    /** Those of the versions that the caller might see when they held: the policy may have been another's before. */
    private List<PolicyVersion> versionsFor(String name) {
        Person person = person();
        return store.versionsOf(Policies.visible(keeper.current(), person, name)).stream()
                .filter(version -> person.maySee(version.organisation()))
                .toList();
    }

    /** Says whether a policy is obeyed: enforced, shadow or disabled. */
    @POST
    @Path("/{name}/mode")
    public Response mode(@RestPath String name, byte[] body) {
        Person person = person();
        String mode = Body.of(body).object("mode").required("mode").text(20);
        PolicyVersion there = Policies.visible(keeper.current(), person, name);
        PolicyDraft draft = PolicyDraft.read(PolicyDraft.withMode(there.document(), mode), name);
        Precondition unchanged = new Precondition(Precondition.tag(there), null);
        Precondition.of(headers).check(there);
        Rules after = policies.put(person, draft, null, unchanged);
        PolicyVersion policy = Policies.visible(after, person, name);
        return answer(200, policy, PolicyViews.data(PolicyViews.whole(policy, after)));
    }

    /** What a policy would say to a request; nothing is written. */
    @POST
    @Path("/dry-run")
    public ObjectNode dryRun(byte[] body) {
        return PolicyViews.data(
                trials.of(person(), Body.of(body), headers.getHeaderString(Person.ORGANISATION_HEADER)));
    }

    private Person person() {
        return Person.of(identity);
    }

    private static Response answer(int status, @Nullable PolicyVersion version, ObjectNode body) {
        Response.ResponseBuilder response = Response.status(status).entity(body);
        if (version != null) {
            response.header(HttpHeaders.ETAG, Precondition.tag(version));
        }
        return response.build();
    }

    private static @Nullable Integer place(@Nullable String position) {
        if (position == null) {
            return null;
        }
        try {
            int place = Integer.parseInt(position);
            if (place >= 1) {
                return place;
            }
        } catch (NumberFormatException e) {
            throw new PolicyFault("position", "must be a whole number from 1 on");
        }
        throw new PolicyFault("position", "must be a whole number from 1 on");
    }
}
