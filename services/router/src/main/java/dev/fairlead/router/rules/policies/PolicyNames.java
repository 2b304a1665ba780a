package dev.fairlead.router.rules.policies;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.catalog.CurrentCatalog;
import org.jspecify.annotations.Nullable;

/** What the names in policies mean in the catalog. */
@Singleton
final class PolicyNames {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final CurrentCatalog catalog;
    private final Clock clock;

    PolicyNames(CurrentCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Gives the id of the model that a name means to an organisation, or null if it means none that is still served.
     * A wildcard means itself.
     *
     * @param organisation null for everybody
     * @throws ProblemException 503 as long as the catalog is not known
     */
    Function<String, @Nullable String> idOrNull(@Nullable OrganisationId organisation) {
        CurrentCatalog.Version version = catalog.get();
        if (version == null) {
            throw new ProblemException(
                    Problem.of(
                            503,
                            "Service unavailable",
                            "The catalog is not known yet, so the models cannot be checked."),
                    RETRY_AFTER);
        }
        String owner = organisation == null ? null : organisation.value();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return name -> switch (version.names().resolve(name, owner, today)) {
            case Resolution.Found found ->
                found.model().isRetired(today) ? null : found.model().id();
            case Resolution.Pattern _ -> name;
            case Resolution.Ambiguous _, Resolution.Unknown _, Resolution.UnknownVariant _ -> null;
        };
    }

    /** Likewise, but a name that means nothing means itself. */
    UnaryOperator<String> idOrName(OrganisationId organisation) {
        Function<String, @Nullable String> ids = idOrNull(organisation);
        return name -> {
            String id = ids.apply(name);
            return id == null ? name : id;
        };
    }
}
