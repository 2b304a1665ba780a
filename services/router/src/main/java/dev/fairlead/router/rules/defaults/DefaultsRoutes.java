package dev.fairlead.router.rules.defaults;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.router.rules.Rules;
import dev.fairlead.router.rules.identity.Person;
import dev.fairlead.router.rules.publication.RulesKeeper;
import dev.fairlead.router.rules.request.Body;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What holds for an organisation, or one of its keys, where requests say nothing themselves. */
@Path("/api/v1/routing/defaults")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed({Roles.OPERATOR, Roles.ADMIN, Roles.DEVELOPER, Roles.BILLING, Roles.VIEWER})
@Blocking
final class DefaultsRoutes {

    private final RulesKeeper keeper;
    private final DefaultsReader reader;
    private final SecurityIdentity identity;
    private final HttpHeaders headers;

    DefaultsRoutes(RulesKeeper keeper, DefaultsReader reader, SecurityIdentity identity, HttpHeaders headers) {
        this.keeper = keeper;
        this.reader = reader;
        this.identity = identity;
        this.headers = headers;
    }

    /** The organisation's; nothing wished for if none were written. */
    @GET
    public ObjectNode get() {
        return view(null);
    }

    @PUT
    public ObjectNode put(byte[] body) {
        return write(null, body);
    }

    @DELETE
    public void delete() {
        remove(null);
    }

    /** Those of all keys of the organisation that have some. */
    @GET
    @Path("/keys")
    public ObjectNode list() {
        OrganisationId organisation = organisation(person());
        ArrayNode views = JsonNodeFactory.instance.arrayNode();
        keeper.current().defaults().values().stream()
                .filter(one -> one.key() != null && one.organisation().equals(organisation))
                .forEach(one -> views.add(DefaultsView.of(one)));
        return data(views);
    }

    @GET
    @Path("/keys/{hash}")
    public ObjectNode getOfKey(@RestPath String hash) {
        return view(key(hash));
    }

    @PUT
    @Path("/keys/{hash}")
    public ObjectNode putOfKey(@RestPath String hash, byte[] body) {
        return write(key(hash), body);
    }

    @DELETE
    @Path("/keys/{hash}")
    public void deleteOfKey(@RestPath String hash) {
        remove(key(hash));
    }

    private ObjectNode view(@Nullable KeyHash key) {
        return view(keeper.current(), organisation(person()), key);
    }

    private static ObjectNode view(Rules rules, OrganisationId organisation, @Nullable KeyHash key) {
        RoutingDefaults there = rules.defaults(organisation, key);
        return data(DefaultsView.of(
                there == null
                        ? new RoutingDefaults(organisation, key, null, null, List.of(), List.of(), false, false)
                        : there));
    }

    private ObjectNode write(@Nullable KeyHash key, byte[] body) {
        Person person = person();
        OrganisationId organisation = ruled(person);
        RoutingDefaults written = reader.read(Body.of(body), organisation, key);
        Rules after =
                keeper.change(person.name(), edit -> edit.putDefaults(written)).rules();
        return view(after, organisation, key);
    }

    private void remove(@Nullable KeyHash key) {
        Person person = person();
        OrganisationId organisation = ruled(person);
        keeper.change(person.name(), edit -> edit.removeDefaults(organisation, key));
    }

    private Person person() {
        return Person.of(identity);
    }

    private OrganisationId organisation(Person person) {
        return person.organisation(headers.getHeaderString(Person.ORGANISATION_HEADER));
    }

    private OrganisationId ruled(Person person) {
        OrganisationId organisation = organisation(person);
        if (!person.mayRule(organisation)) {
            throw Person.forbidden("The token's roles do not allow this.");
        }
        return organisation;
    }

    private static KeyHash key(String hash) {
        if (!KeyHash.isValid(hash)) {
            throw new PolicyFault("hash", "must be the hash of a key: 64 hexadecimal digits in lower case");
        }
        return new KeyHash(hash);
    }

    private static ObjectNode data(JsonNode view) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", view);
        return answer;
    }
}
