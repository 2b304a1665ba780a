package dev.fairlead.router.rules.policies;

import jakarta.ws.rs.core.Response;

import dev.fairlead.platform.policy.PolicyFault;
import dev.fairlead.platform.problem.Problem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells people which field of what they sent is wrong. */
public final class PolicyFaultMapper {

    @ServerExceptionMapper
    public Response map(PolicyFault fault) {
        String field = fault.field().isEmpty() ? "body" : fault.field();
        return Response.status(400)
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.ofField(400, "Invalid value", field, fault.detail()))
                .build();
    }
}
