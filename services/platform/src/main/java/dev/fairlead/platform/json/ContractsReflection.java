package dev.fairlead.platform.json;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.contracts.usage.UsageEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The records of {@code contracts} that {@link FairleadJson} binds by reflection: a native executable keeps only what
 * is named. A test holds this list against the records that exist.
 */
@RegisterForReflection(
        targets = {
            ApiKey.class,
            Attempt.class,
            Attribution.class,
            CatalogSnapshot.class,
            Cost.class,
            DataPolicy.class,
            Endpoint.class,
            EndpointHealth.class,
            Model.class,
            ModelChoice.class,
            ModelQuestion.class,
            Outcome.class,
            Percentiles.class,
            Preset.class,
            PriceOverride.class,
            PriceSchedule.class,
            PromptQuestion.class,
            PromptReading.class,
            Provider.class,
            RouteTaken.class,
            RoutingDefaults.class,
            RoutingRules.class,
            RoutingRules.PublishedPolicy.class,
            RoutingTable.class,
            Thresholds.class,
            Thresholds.Breaker.class,
            Thresholds.Outage.class,
            Thresholds.Pool.class,
            Thresholds.Price.class,
            Thresholds.Probation.class,
            Thresholds.Quality.class,
            Thresholds.Uptime.class,
            TokenPrices.class,
            TokenUsage.class,
            UsageEvent.class,
            WindowStatistics.class
        })
final class ContractsReflection {

    private ContractsReflection() {}
}
