package dev.fairlead.catalog.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.fairlead.catalog.RealBackends;
import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.redis.RedisSubscription;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class CatalogStoreTest {

    private static final Logger LOG = Logger.getLogger(CatalogStoreTest.class);
    private static final Author AUTHOR = new Author("a test", "to see");
    private static final String MODEL = "simulator/sim-chat";
    private static final String ENDPOINT = "simulator/sim-chat";

    @Inject
    CatalogStore store;

    @Inject
    CatalogRecords records;

    @Inject
    Mutiny.SessionFactory sessions;

    @Inject
    Redis redis;

    @Inject
    Vertx vertx;

    private Listing listed = Listing.EMPTY;

    @BeforeEach
    void waitForTheCatalog() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> run(store::version) > 0 && run(store::filesDigest) != null);
        listed = run(store::read).listing();
    }

    @AfterEach
    void putItBack() {
        run(() -> store.change(before -> listed, AUTHOR));
    }

    @Test
    void whateverIsListedComesBackAsItWas() {
        for (long seed = 1; seed <= 4; seed++) {
            Listing listing = new RandomListings(seed).listing(5, 40, 6);

            AppliedChange applied = run(() -> store.change(before -> listing, AUTHOR));

            assertThat(applied.catalog().listing()).isEqualTo(listing);
            StoredCatalog fromTheTables = fromTheTables();
            assertThat(fromTheTables.listing()).isEqualTo(listing);
            assertThat(fromTheTables).isEqualTo(applied.catalog());
        }
    }

    @Test
    void changesThatMeetTakeTurnsAndNoneIsLost() throws Exception {
        long before = run(store::version);
        List<Future<AppliedChange>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                String alias = "meeting-" + i;
                results.add(threads.submit(() -> run(() -> store.change(
                        listing -> withModel(listing, MODEL, model -> model.withAliases(with(model.aliases(), alias))),
                        AUTHOR))));
            }
        }
        for (Future<AppliedChange> result : results) {
            assertThat(result.get(1, TimeUnit.SECONDS).changes()).hasSize(1);
        }

        assertThat(run(store::read).listing().model(MODEL).aliases())
                .containsAll(IntStream.range(0, 4).mapToObj(i -> "meeting-" + i).toList());
        assertThat(run(store::version)).isEqualTo(before + 4);
    }

    @Test
    void changeThatThrowsOrLeadsNowhereWritesNothing() {
        long before = run(store::version);

        assertThatThrownBy(() -> run(() -> store.change(
                        listing -> {
                            throw new IllegalArgumentException("no such thing");
                        },
                        AUTHOR)))
                .hasRootCauseMessage("no such thing");
        assertThatThrownBy(() -> run(() -> store.change(
                        listing -> Listing.of(List.of(), listing.models().values()), AUTHOR)))
                .hasRootCauseInstanceOf(InconsistentListingException.class);
        assertThatThrownBy(() -> run(() -> store.change(
                        listing -> withModel(listing, MODEL, model -> model.withAliases(List.of("sim-fast"))), AUTHOR)))
                .hasRootCauseMessage("the alias 'sim-fast' of 'simulator/sim-fast' means 'simulator/sim-chat' already");
        assertThat(run(store::version)).isEqualTo(before);
    }

    @Test
    void changeReachesRedisInWellUnderASecond() {
        List<String> announced = new CopyOnWriteArrayList<>();
        AtomicLong heardAt = new AtomicLong();
        AtomicBoolean subscribed = new AtomicBoolean();
        RedisSubscription subscription = RedisSubscription.open(
                vertx,
                redis,
                RedisKeys.snapshotChannel(RedisKeys.CATALOG_SNAPSHOT),
                message -> {
                    heardAt.set(System.nanoTime());
                    announced.add(message);
                },
                () -> subscribed.set(true));
        await().untilTrue(subscribed);
        run(() -> store.change(listing -> aliased(listing, "warm-up"), AUTHOR));
        await().until(() -> !announced.isEmpty());

        long version = run(() -> store.change(listing -> aliased(listing, "at-once"), AUTHOR))
                .catalog()
                .version();
        long committedAt = System.nanoTime();

        await().until(() -> announced.contains(Long.toString(version)));
        long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(heardAt.get() - committedAt));
        LOG.infof("from commit to announcement: %d ms", millis);
        assertThat(millis).isLessThan(1_000);
        subscription.close();
    }

    @Test
    void logSaysOfEachFieldWhatItWasAndWhatItBecame() {
        long last = lastEntry();

        run(() -> store.change(
                listing -> withEndpoint(
                        listing,
                        endpoint ->
                                endpoint.withPrices(PriceStatus.DISPUTED, price("7.5", List.of()), Origin.OPERATOR)),
                new Author("ann", "the provider said so")));

        List<LoggedChange> log = run(() -> records.changes(last, ENDPOINT, 10));
        assertThat(log).extracting(LoggedChange::who).containsOnly("ann");
        assertThat(log).extracting(LoggedChange::why).containsOnly("the provider said so");
        assertThat(log)
                .flatExtracting(entry -> entry.change().differences())
                .contains(
                        new Change.Difference("input", "1", "7.5"),
                        new Change.Difference("status", "listed", "disputed"),
                        new Change.Difference("origin", "files", "operator"));
        assertThat(run(() -> records.changes(last, "nothing/of/this/name", 10))).isEmpty();
    }

    @Test
    void whatItCostOnADayIsKnownWithConditionsAndStatus() {
        ListedOverride longPrompts =
                new ListedOverride(200_000, null, null, null, Map.of(PriceKind.INPUT, new BigDecimal("9")));
        run(() -> store.change(
                listing -> withEndpoint(
                        listing,
                        endpoint -> endpoint.withPrices(
                                PriceStatus.LISTED, price("3", List.of(longPrompts)), Origin.OPERATOR)),
                AUTHOR));
        Instant then = run(store::read).changedAt();
        run(() -> store.change(
                listing -> withEndpoint(
                        listing, endpoint -> endpoint.withPrices(PriceStatus.UNKNOWN, null, Origin.OPERATOR)),
                AUTHOR));

        assertThat(charged(then).status()).isEqualTo(PriceStatus.LISTED);
        assertThat(charged(then).prices()).isEqualTo(price("3", List.of(longPrompts)));
        assertThat(charged(Instant.now().plusSeconds(1))).isEqualTo(ChargedPrices.NONE);
    }

    @Test
    void whatAnOperatorTookAwayDoesNotComeBackWithTheFiles() {
        Map<String, ListedModel> others = new TreeMap<>(listed.models());
        others.remove(MODEL);
        run(() -> store.change(listing -> Listing.of(listing.providers().values(), others.values()), AUTHOR));

        AppliedChange merged = run(() -> store.mergeFiles(listed, "another digest", AUTHOR));

        assertThat(merged.changes()).isEmpty();
        assertThat(run(store::filesDigest)).isEqualTo("another digest");
        assertThat(fromTheTables().listing().models()).doesNotContainKey(MODEL);
    }

    @Test
    void endpointWhoseDayHasComeStopsBeingRoutableByItself() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Listing ending = withEndpoint(listed, endpoint -> endpoint.retiringOn(today));
        run(() -> store.change(listing -> ending, AUTHOR));
        StoredCatalog stored = run(store::read);
        Instant yesterday = stored.changedAt().minus(Duration.ofDays(1));
        StoredCatalog asOfYesterday =
                new StoredCatalog(stored.version(), yesterday, stored.listing(), stored.withdrawn());

        CatalogPlan plan = CatalogPlan.ofToday(asOfYesterday);

        assertThat(standing(asOfYesterday)).isEqualTo(Standing.ROUTABLE);
        assertThat(plan.changes()).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(ENDPOINT);
            assertThat(change.differences()).contains(new Change.Difference("status", "current", "historical"));
        });
        assertThat(plan.outcome().version()).isEqualTo(stored.version() + 1);
        assertThat(standing(plan.outcome())).isEqualTo(Standing.RETIRED);
        assertThat(CatalogPlan.ofToday(plan.outcome()).isEmpty()).isTrue();
    }

    @Test
    void endpointOfUnknownPriceIsRoutableAtTheCeilingThatAnOperatorSets() {
        run(() -> store.change(
                listing -> withEndpoint(
                        listing, endpoint -> endpoint.withPrices(PriceStatus.UNKNOWN, null, Origin.OPERATOR)),
                AUTHOR));
        assertThat(standing(run(store::read))).isEqualTo(Standing.UNPRICED);

        run(() -> store.change(
                listing -> withEndpoint(listing, endpoint -> endpoint.withCeiling(price("50", List.of()))), AUTHOR));

        StoredCatalog stored = run(store::read);
        assertThat(standing(stored)).isEqualTo(Standing.ROUTABLE);
        assertThat(stored.snapshot().models().stream()
                        .flatMap(model -> model.endpoints().stream())
                        .filter(endpoint -> endpoint.id().equals(ENDPOINT)))
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.pricedByCeiling()).isTrue());
    }

    private static Standing standing(StoredCatalog stored) {
        return stored.snapshot().models().stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> endpoint.id().equals(ENDPOINT))
                .findFirst()
                .orElseThrow()
                .standing();
    }

    private ChargedPrices charged(Instant at) {
        return run(() -> records.prices(MODEL, at)).stream()
                .filter(price -> price.endpoint().equals(ENDPOINT))
                .findFirst()
                .orElseThrow()
                .charged();
    }

    private long lastEntry() {
        return run(() -> sessions.withStatelessSession(session -> session.get(StateRow.class, StateRow.ONLY)))
                .lastEntry();
    }

    private StoredCatalog fromTheTables() {
        return run(() -> sessions.withStatelessTransaction(CatalogReading::of)).catalog();
    }

    private static PriceList price(String input, List<ListedOverride> overrides) {
        return new PriceList(
                LocalDate.of(2026, 11, 1),
                "",
                Map.of(PriceKind.INPUT, new BigDecimal(input), PriceKind.OUTPUT, BigDecimal.TEN),
                overrides);
    }

    private static List<String> with(List<String> list, String item) {
        List<String> all = new ArrayList<>(list);
        all.add(item);
        return all;
    }

    private static Listing aliased(Listing listing, String alias) {
        return withModel(listing, MODEL, model -> model.withAliases(with(model.aliases(), alias)));
    }

    private static Listing withEndpoint(Listing listing, UnaryOperator<ListedEndpoint> change) {
        return withModel(
                listing,
                MODEL,
                model -> model.withEndpoints(model.endpoints().stream()
                        .map(endpoint -> endpoint.id().equals(ENDPOINT) ? change.apply(endpoint) : endpoint)
                        .toList()));
    }

    private static Listing withModel(Listing listing, String id, UnaryOperator<ListedModel> change) {
        Map<String, ListedModel> models = new TreeMap<>(listing.models());
        models.computeIfPresent(id, (key, model) -> change.apply(model));
        return Listing.of(listing.providers().values(), models.values());
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
