package dev.fairlead.platform.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.PromptQuestion;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Cost;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.money.TokenUsage;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.contracts.usage.UsageSource;

/** Records of the contracts with everything that is unusual, once full and once as empty as they can be. */
final class SampleContracts {

    static final String ODD = "é😀\n\"\\\u0000\u2028</script>";
    static final Instant PRECISE = Instant.parse("2026-12-31T23:59:59.123456789Z");
    static final TokenPrices MANY_DECIMALS = new TokenPrices(
            new BigDecimal("0.00000000000000000123456789"),
            new BigDecimal("12345678901234567890.000000001"),
            new BigDecimal("1E-12"),
            BigDecimal.ZERO,
            new BigDecimal("0.0000003"),
            new BigDecimal("0.10"),
            null,
            new BigDecimal("1000"),
            null,
            null,
            new BigDecimal("7"));

    private SampleContracts() {}

    static List<Object> all() {
        GenerationId generation = new GenerationId("gen-0123456789abcdefghjkmnpqrs");
        OrganisationId organisation = new OrganisationId("acme-2");
        KeyHash hash = KeyHash.of("k");
        Money most = Money.ofNanos(Long.MAX_VALUE);
        Money least = Money.ofNanos(Long.MIN_VALUE);
        TokenUsage usage = new TokenUsage(Long.MAX_VALUE, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Attempt attempt = new Attempt(ODD, "p/m", OutcomeKind.TIMEOUT, 0, -1);
        Attribution attribution = new Attribution(ODD, "t", "d", "e", "s", "u");
        Endpoint endpoint = new Endpoint("p/m", "p", ODD, MANY_DECIMALS, Long.MAX_VALUE, 1, "fp8", List.of("tools"));
        Endpoint bare = new Endpoint("p/n", "p", "n", null, 0, 0, null, List.of());
        PriceOverride night = new PriceOverride(
                200_000,
                LocalTime.of(22, 30),
                LocalTime.MIDNIGHT,
                "flex",
                Map.of(PriceKind.INPUT, new BigDecimal("0.0000001")));
        PriceSchedule schedule = new PriceSchedule(
                MANY_DECIMALS, Map.of(PriceKind.PER_OUTPUT_IMAGE, new BigDecimal("0.04")), List.of(night));
        Endpoint own = new Endpoint(
                "p/o@eu:free",
                "p",
                "o",
                "free",
                "turbo",
                "eu",
                Dialect.VERTEX_ANTHROPIC,
                Standing.SUSPECT_PRICE,
                schedule,
                true,
                3,
                2,
                1,
                "fp8",
                List.of("image"),
                List.of("tools"),
                "acme-2",
                PriceSchedule.FREE);
        WindowStatistics window = new WindowStatistics(
                StatisticsWindow.DAY_1, Long.MAX_VALUE, 1, new Percentiles(1, 2.5, 1e-9, 1e300), null);
        Provider own2 = new Provider(
                "q",
                "Q",
                null,
                Dialect.OTHER,
                Authentication.API_KEY_HEADER,
                List.of(),
                List.of("x-a"),
                new DataPolicy(false, 30),
                List.of("DE"),
                "acme-2",
                ODD);
        Provider provider = new Provider(
                "p", ODD, "https://example.org/v1", Dialect.OPENAI, Authentication.NONE, List.of("A", "B"), List.of());
        Model model = new Model(
                "a/m",
                ODD,
                Mode.CHAT,
                LocalDate.of(2026, 2, 28),
                "m",
                1,
                "",
                List.of("text"),
                List.of(),
                List.of("m"),
                LocalDate.of(2027, 2, 28),
                "a/n",
                List.of(endpoint, bare, own));
        Model undated = new Model(
                "a/n", "n", Mode.IMAGE, null, null, 0, "", List.of(), List.of(), List.of(), null, null, List.of());
        EndpointHealth open =
                new EndpointHealth("p/m", BreakerState.OPEN, PRECISE, 10, 0.1, 1e-9, 1e300, List.of(window), 7, 0.5);
        EndpointHealth closed = new EndpointHealth("p/n", BreakerState.CLOSED, null, 0, 1, 0, 0);
        return List.of(
                new ApiKey(
                        hash,
                        organisation,
                        ODD,
                        "l",
                        null,
                        ApiKey.State.DISABLED,
                        most,
                        LimitReset.WEEKLY,
                        PRECISE,
                        PRECISE,
                        9),
                new ApiKey(
                        hash,
                        organisation,
                        "",
                        "",
                        null,
                        ApiKey.State.ACTIVE,
                        null,
                        null,
                        null,
                        Instant.EPOCH,
                        Long.MIN_VALUE),
                new CatalogSnapshot(Long.MAX_VALUE, PRECISE, List.of(provider, own2), List.of(model, undated)),
                new CatalogSnapshot(0, Instant.EPOCH, List.of(), List.of()),
                new RoutingTable(1, PRECISE, List.of(open, closed)),
                RoutingTable.EMPTY,
                Thresholds.CURRENT,
                new RoutingRules(
                        Long.MAX_VALUE,
                        PRECISE,
                        List.of(new RoutingRules.PublishedPolicy("p", 2, "{\"rules\":[]}")),
                        List.of(
                                new RoutingDefaults(
                                        organisation,
                                        hash,
                                        Strategy.QUALITY,
                                        true,
                                        List.of("a"),
                                        List.of(ODD),
                                        true,
                                        true),
                                new RoutingDefaults(
                                        organisation, null, null, null, List.of(), List.of(), false, false)),
                        List.of(new Preset(organisation, "s", 1, "{}", PRECISE))),
                RoutingRules.EMPTY,
                new ModelQuestion(
                        new PromptQuestion(ODD, "s", true, 12),
                        "acme",
                        "task",
                        ModelQuestion.CostTier.MEDIUM_LOW,
                        List.of("a/*"),
                        List.of(ODD)),
                new ModelQuestion(new PromptQuestion("", null, false, 0), "acme", null, null, List.of(), List.of()),
                new ModelChoice(new PromptReading("task", 0.5, "en", 1), List.of("a/m")),
                new ModelChoice(new PromptReading("task", 1e-9, null, 0), List.of()),
                new Outcome("p/m", OutcomeKind.CLIENT_GONE, 499, Long.MAX_VALUE, -1, 0, 0, 0, -1, true, true),
                new Cost(most, least, Money.ZERO),
                usage,
                MANY_DECIMALS,
                attempt,
                attribution,
                Attribution.NONE,
                new UsageEvent(
                        generation,
                        organisation,
                        hash,
                        ODD,
                        "a/m",
                        "p",
                        "p/m",
                        "up-1",
                        true,
                        true,
                        true,
                        200,
                        "stop",
                        "STOP",
                        usage,
                        UsageSource.EXACT,
                        new Cost(most, most, Money.ZERO),
                        1,
                        2,
                        3,
                        List.of(attempt, attempt),
                        attribution,
                        new RouteTaken("fairlead/auto", "t", ODD, 3, "r", "a", true)),
                new UsageEvent(
                        generation,
                        organisation,
                        hash,
                        "m",
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        false,
                        499,
                        null,
                        null,
                        TokenUsage.NONE,
                        UsageSource.NONE,
                        Cost.ZERO,
                        0,
                        -1,
                        0,
                        List.of(),
                        Attribution.NONE,
                        null));
    }
}
