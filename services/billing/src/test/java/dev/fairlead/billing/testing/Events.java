package dev.fairlead.billing.testing;

import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.contracts.usage.UsageSource;
import dev.fairlead.platform.json.FairleadJson;

/** Usage events as an edge settles them. */
public final class Events {

    private static final Random RANDOM = new Random();

    private Events() {}

    public static GenerationId newGeneration() {
        return GenerationId.create(System.currentTimeMillis(), RANDOM);
    }

    public static UsageEvent of(GenerationId generation, String organisation, KeyHash key, long costNanos) {
        Cost cost = new Cost(
                Money.ofNanos(costNanos), Money.ofNanos(costNanos / 3), Money.ofNanos(costNanos - costNanos / 3));
        return new UsageEvent(
                generation,
                new OrganisationId(organisation),
                key,
                "sim/echo",
                "sim/echo",
                "simulator",
                "simulator/echo",
                "chatcmpl-1",
                true,
                false,
                false,
                200,
                "stop",
                "end_turn",
                new TokenUsage(100, 20, 3, 0, 0, 0, 40, 5, 0, 0),
                UsageSource.EXACT,
                cost,
                System.currentTimeMillis(),
                120,
                900,
                List.of(
                        new Attempt("flaky", "flaky/echo", OutcomeKind.CONNECT_FAILED, 0, 30),
                        new Attempt("simulator", "simulator/echo", OutcomeKind.SUCCESS, 200, 870)),
                new Attribution("https://app.example", "App", "research", null, "session-1", "test/1.0"),
                null);
    }

    /** The same, decided by a route, with another end. */
    public static UsageEvent routed(UsageEvent event, RouteTaken route, int status, long latency, long duration) {
        return new UsageEvent(
                event.generation(),
                event.organisation(),
                event.key(),
                event.requestedModel(),
                event.model(),
                event.provider(),
                event.endpoint(),
                event.upstreamId(),
                event.streamed(),
                status == 499,
                event.cacheHit(),
                status,
                event.finishReason(),
                event.nativeFinishReason(),
                event.usage(),
                event.usageSource(),
                event.cost(),
                event.startedAtMillis(),
                latency,
                duration,
                event.attempts(),
                event.attribution(),
                route);
    }

    public static String json(UsageEvent event) {
        try {
            return FairleadJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
