package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.HealthView;
import org.jspecify.annotations.Nullable;

/** Small catalogs and health tables to plan with. */
final class SampleCatalog {

    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private SampleCatalog() {}

    static Provider provider(String id, Dialect dialect) {
        return new Provider(
                id, id, "http://127.0.0.1", dialect, Authentication.BEARER, List.of(id + "_KEY"), List.of());
    }

    /** An endpoint with prices in dollars per million tokens. */
    static Endpoint endpoint(String id, @Nullable String prompt, @Nullable String completion) {
        TokenPrices prices = prompt == null || completion == null
                ? null
                : TokenPrices.perMillion(new BigDecimal(prompt), new BigDecimal(completion));
        return endpoint(id, prices, 100_000, 10_000);
    }

    static Endpoint endpoint(String id, @Nullable TokenPrices prices, long context, long maxOutput) {
        String provider = id.substring(0, id.indexOf('/'));
        return new Endpoint(id, provider, "upstream", prices, context, maxOutput, null, List.of());
    }

    static Model model(String id, Endpoint... endpoints) {
        return new Model(
                id,
                id,
                Mode.CHAT,
                null,
                null,
                100_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                Arrays.asList(endpoints));
    }

    /** The plain endpoints of these models. */
    static List<Selection> selections(Model... models) {
        return Arrays.stream(models).map(Selection::of).toList();
    }

    /** A catalog of these models, with all of their providers, which speak OpenAI's wire format. */
    static CatalogIndex catalog(Model... models) {
        List<Provider> providers = Arrays.stream(models)
                .flatMap(model -> model.endpoints().stream())
                .map(Endpoint::provider)
                .distinct()
                .map(id -> provider(id, Dialect.OPENAI))
                .toList();
        return catalog(providers, models);
    }

    static CatalogIndex catalog(List<Provider> providers, Model... models) {
        return new CatalogIndex(new CatalogSnapshot(1, NOW, providers, Arrays.asList(models)));
    }

    static HealthView health(EndpointHealth... endpoints) {
        return HealthView.of(new RoutingTable(1, NOW, Arrays.asList(endpoints)));
    }

    static EndpointHealth breaker(String endpoint, BreakerState state, @Nullable Instant retryAt) {
        return new EndpointHealth(endpoint, state, retryAt, 100, 0.5, 100, 50);
    }

    static EndpointHealth speed(String endpoint, double timeToFirstTokenMillis, double tokensPerSecond) {
        return new EndpointHealth(endpoint, BreakerState.CLOSED, null, 100, 1, timeToFirstTokenMillis, tokensPerSecond);
    }
}
