package dev.fairlead.edge.planning;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.Plan.Reason;
import dev.fairlead.edge.snapshot.HealthView;
import org.junit.jupiter.api.Test;

import static dev.fairlead.edge.planning.SampleCatalog.NOW;
import static dev.fairlead.edge.planning.SampleCatalog.breaker;
import static dev.fairlead.edge.planning.SampleCatalog.catalog;
import static dev.fairlead.edge.planning.SampleCatalog.endpoint;
import static dev.fairlead.edge.planning.SampleCatalog.health;
import static dev.fairlead.edge.planning.SampleCatalog.model;
import static dev.fairlead.edge.planning.SampleCatalog.selections;
import static org.assertj.core.api.Assertions.assertThat;

/** A provider that has asked this edge to be left alone is, at once and until then, before the router says so. */
class LeftAloneTest {

    private static final Model MODEL = model("author/m", endpoint("asks/m", "1", "1"), endpoint("fine/m", "2", "2"));

    @Test
    void endpointIsLeftOutWithTheTime() {
        Instant until = NOW.plusMillis(1);

        Plan plan = plan(health(), until);

        assertThat(plan.candidates()).extracting(c -> c.endpoint().id()).containsExactly("fine/m");
        assertThat(plan.dropped()).containsExactly(new Dropped("asks/m", Reason.BREAKER_OPEN, until));
    }

    @Test
    void endpointIsBackWhenTheTimeIsOver() {
        assertThat(plan(health(), NOW).dropped()).isEmpty();
    }

    @Test
    void laterOfWhatTheEdgeAndTheRouterKnowHolds() {
        Instant sooner = NOW.plusSeconds(1);
        Instant later = NOW.plusSeconds(9);

        assertThat(plan(health(breaker("asks/m", BreakerState.OPEN, sooner)), later)
                        .dropped())
                .containsExactly(new Dropped("asks/m", Reason.BREAKER_OPEN, later));
        assertThat(plan(health(breaker("asks/m", BreakerState.OPEN, later)), sooner)
                        .dropped())
                .containsExactly(new Dropped("asks/m", Reason.BREAKER_OPEN, later));
    }

    private static Plan plan(HealthView health, Instant askedUntil) {
        Map<String, Long> asked = Map.of("asks/m", askedUntil.toEpochMilli());
        LoadView loads = new LoadView() {
            @Override
            public double load(String endpoint) {
                return 0;
            }

            @Override
            public boolean isSuspect(String endpoint) {
                return false;
            }

            @Override
            public long leftAloneUntilMillis(String endpoint) {
                return asked.getOrDefault(endpoint, 0L);
            }
        };
        return new Planner(catalog(MODEL), health, loads, p -> true, d -> true)
                .plan(PlanRequest.of(selections(MODEL), features(), Preferences.NONE, "acme", NOW, 7));
    }

    private static Features features() {
        return new Features(100, 0, 100, 1, null, false, Set.of(), false, Set::of);
    }
}
