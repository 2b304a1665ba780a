package dev.fairlead.router.decision;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What an operator can set about the choice of models. */
@ConfigMapping(prefix = "fairlead.router.tasks")
public interface DecisionConfig {

    /** A file that says which models are how good at which task, in place of ours for the tasks that it has. */
    Optional<Path> file();
}
