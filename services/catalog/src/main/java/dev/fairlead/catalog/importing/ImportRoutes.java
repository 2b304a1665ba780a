package dev.fairlead.catalog.importing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.catalog.store.StoreFailures;
import dev.fairlead.platform.identity.Roles;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Imports of facts: first what they would change, then the change. */
@Path("/api/v1/catalog/imports")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
final class ImportRoutes {

    private static final String YAML = "application/yaml";

    private final Imports imports;
    private final FactsAddress address;
    private final SecurityIdentity identity;

    ImportRoutes(Imports imports, FactsAddress address, SecurityIdentity identity) {
        this.imports = imports;
        this.address = address;
        this.identity = identity;
    }

    /** What documents in the format of the catalog files would change. */
    @POST
    @Consumes({YAML, "application/x-yaml", "text/yaml"})
    @ResponseStatus(201)
    public Uni<ImportView> propose(byte[] body) {
        return propose("import", text(body));
    }

    /** The same, of documents that are at an HTTP address. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public Uni<ImportView> proposeFrom(@Nullable JsonNode body) {
        String url = Reasons.text(body, "url");
        return address.fetch(url).chain(documents -> propose(url, documents));
    }

    @GET
    @Path("/{id}")
    public Uni<ImportView> get(@PathParam("id") String id) {
        return imports.find(id).onFailure().transform(StoreFailures::explained);
    }

    /** The same as text in columns, for a terminal. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<String> table(@PathParam("id") String id) {
        return imports.find(id).map(ImportTable::of).onFailure().transform(StoreFailures::explained);
    }

    @POST
    @Path("/{id}/apply")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<ImportView> apply(@PathParam("id") String id, @Nullable JsonNode body) {
        return imports.apply(id, Reasons.author(identity, body)).onFailure().transform(StoreFailures::explained);
    }

    private Uni<ImportView> propose(String source, String documents) {
        return imports.propose(source, documents, identity.getPrincipal().getName())
                .onFailure()
                .transform(StoreFailures::explained);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.of(400, "Not text", "The body is not text in UTF-8."));
        }
    }
}
