package dev.fairlead.catalog.importing;

import java.util.List;

import jakarta.ws.rs.core.Response;

import dev.fairlead.catalog.seed.SeedException;
import dev.fairlead.catalog.seed.SeedFault;
import dev.fairlead.platform.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells whoever brought faulty documents every fault in them, with its line and field. */
@RegisterForReflection(targets = SeedFault.class)
public final class FaultyDocuments {

    private static final int BAD_REQUEST = 400;

    /** A problem document whose errors have places. */
    @RegisterForReflection
    record FaultyDocumentsProblem(String type, String title, int status, String detail, List<SeedFault> errors) {}

    @ServerExceptionMapper
    public Response map(SeedException e) {
        FaultyDocumentsProblem problem = new FaultyDocumentsProblem(
                "about:blank",
                "Faulty facts",
                BAD_REQUEST,
                "The documents have " + e.faults().size() + " fault(s); nothing was applied.",
                e.faults());
        return Response.status(BAD_REQUEST)
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
