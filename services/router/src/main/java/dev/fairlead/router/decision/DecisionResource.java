package dev.fairlead.router.decision;

import java.io.IOException;
import java.io.InputStream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.PromptReading;

/** What edges ask. Prompts are neither stored nor logged. */
@Path("/internal")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class DecisionResource {

    private final PromptReader reader;
    private final ModelChooser chooser;

    DecisionResource(PromptReader reader, ModelChooser chooser) {
        this.reader = reader;
        this.chooser = chooser;
    }

    /** What a prompt is about. */
    @POST
    @Path("/prompt-readings")
    public PromptReading read(InputStream body) throws IOException {
        return reader.read(Questions.prompt(Questions.parse(body), ""));
    }

    /** Which models suit a prompt, the best first. */
    @POST
    @Path("/model-choices")
    public ModelChoice choose(InputStream body) throws IOException {
        return chooser.choose(Questions.model(Questions.parse(body)));
    }
}
