package dev.fairlead.catalog;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import jakarta.inject.Inject;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.store.Author;
import dev.fairlead.catalog.store.CatalogRecords;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.LoggedChange;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class CatalogServiceTest {

    private static final String MODEL = "simulator/sim-chat";
    private static final String ENDPOINT = "simulator/sim-chat";

    @Inject
    CatalogStore store;

    @Inject
    CatalogRecords records;

    @Inject
    Redis redis;

    @Inject
    Vertx vertx;

    private Listing listed = Listing.EMPTY;

    @BeforeEach
    void waitForTheCatalog() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            given().get("/internal/snapshot").then().statusCode(200);
            assertThat(byRest().version()).isEqualTo(run(store::version));
        });
        listed = run(store::read).listing();
    }

    @Test
    void snapshotThroughRedisIsTheOneByRestAndThatOfTheStore() {
        List<CatalogSnapshot> received = new ArrayList<>();
        SnapshotReader<CatalogSnapshot> reader = new SnapshotReader<>(
                vertx, redis, RedisKeys.CATALOG_SNAPSHOT, SnapshotCodec.catalog(), null, received::add);

        reader.start(Duration.ofMillis(100));

        CatalogSnapshot byRest = byRest();
        await().untilAsserted(() -> assertThat(reader.current()).isEqualTo(byRest));
        assertThat(received.getLast()).isEqualTo(byRest);
        assertThat(byRest.models()).extracting(Model::id).isSorted().contains("openai/gpt-4o", MODEL);
        assertThat(byRest.providers())
                .filteredOn(provider -> provider.id().equals("simulator-b"))
                .extracting("baseUrl")
                .containsExactly("http://127.0.0.1:1/b/v1");
        assertThat(pricesOf(byRest, "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-pro")
                        .cacheRead())
                .isEqualTo(new BigDecimal("0.000000003625"));
        assertThat(pricesOf(byRest, "simulator/sim-flat", "simulator/sim-flat").request())
                .isEqualTo(new BigDecimal("0.01"));
    }

    @Test
    void mergingTheSameFilesAgainChangesNothing() {
        long version = run(store::version);

        List<Change> changes = merge(listed);

        assertThat(changes).isEmpty();
        assertThat(run(store::version)).isEqualTo(version);
    }

    @Test
    void changedPriceIsPublishedAndTheOldOneStaysOnRecord() {
        CatalogSnapshot before = byRest();
        long lastEntry =
                run(() -> records.changes(0, null, 1_000_000)).getLast().id();
        Instant beforeTheChange = Instant.now();
        PriceList dearer = new PriceList(
                LocalDate.of(2026, 11, 1),
                Map.of(
                        PriceKind.INPUT, new BigDecimal("1.234567890123"),
                        PriceKind.OUTPUT, new BigDecimal("100")));

        List<Change> changes =
                merge(withEndpoint(listed, endpoint -> endpoint.withPrices(PriceStatus.LISTED, dearer, Origin.FILES)));

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.subject()).isEqualTo(Change.Subject.PRICE);
            assertThat(change.detail()).contains("input 1 -> 1.234567890123", "output 2 -> 100");
        });
        await().untilAsserted(() -> assertThat(byRest().version()).isEqualTo(before.version() + 1));
        assertThat(pricesOf(byRest(), MODEL, ENDPOINT).prompt()).isEqualTo(new BigDecimal("0.000001234567890123"));
        assertThat(pricesOf(byRest(), MODEL, ENDPOINT).completion()).isEqualTo(new BigDecimal("0.0001"));
        await().untilAsserted(() -> assertThat(versionInRedis()).isEqualTo(before.version() + 1));
        String path = "/internal/models/" + MODEL + "/prices";
        given().queryParam("at", beforeTheChange.toString())
                .get(path)
                .then()
                .statusCode(200)
                .body("prices.find { it.endpoint == '" + ENDPOINT + "' }.usd.input", equalTo("1"));
        given().queryParam("at", Instant.now().toString())
                .get(path)
                .then()
                .body("prices.find { it.endpoint == '" + ENDPOINT + "' }.usd.input", equalTo("1.234567890123"));
        given().queryParam("at", "2020-01-01T00:00:00Z").get(path).then().body("prices", hasSize(0));
        given().get(path)
                .then()
                .body("prices.findAll { it.endpoint == '" + ENDPOINT + "' }.usd.output[0]", equalTo("2"))
                .body("prices.findAll { it.endpoint == '" + ENDPOINT + "' }.usd.output[1]", equalTo("100"));
        assertThat(run(() -> records.changes(lastEntry, null, 10)))
                .extracting(LoggedChange::who, LoggedChange::why)
                .containsExactly(tuple("a test", "to see"));

        merge(listed);
    }

    @Test
    void modelThatIsNoLongerListedIsRetiredAndMayComeBackWithItsAlias() {
        Map<String, ListedModel> others = new TreeMap<>(listed.models());
        others.remove("simulator/sim-fast");

        merge(Listing.of(listed.providers().values(), others.values()));

        Listing without = run(store::read).listing();
        assertThat(without.models()).doesNotContainKey("simulator/sim-fast").hasSize(others.size());
        merge(listed);
        assertThat(run(store::read).listing()).isEqualTo(listed);
    }

    @Test
    void aliasMayMoveFromOneModelToAnother() {
        Listing moved = withModel(
                withModel(listed, "simulator/sim-fast", model -> model.withAliases(List.of())),
                "simulator/sim-slow",
                model -> model.withAliases(List.of("sim-fast", "sim-slow")));

        merge(moved);

        assertThat(run(store::read).listing()).isEqualTo(moved);
        merge(listed);
        assertThat(run(store::read).listing()).isEqualTo(listed);
    }

    @Test
    void snapshotThatRedisLostIsPublishedAgain() {
        await().untilAsserted(() -> assertThat(versionInRedis()).isPositive());

        send(Request.cmd(Command.FLUSHALL));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(versionInRedis()).isEqualTo(run(store::version)));
    }

    @Test
    void unchangedSnapshotIsNotSentAgain() {
        String tag = given().get("/internal/snapshot").header("ETag");

        given().header("If-None-Match", tag)
                .get("/internal/snapshot")
                .then()
                .statusCode(304)
                .header("ETag", tag);
    }

    @Test
    void pricesOfAnUnknownModelAreNotFound() {
        given().get("/internal/models/nobody/nothing/prices")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("nobody/nothing"));
    }

    @Test
    void momentThatIsNoneIsRefusedByName() {
        given().queryParam("at", "yesterday")
                .get("/internal/models/" + MODEL + "/prices")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("at"));
    }

    private List<Change> merge(Listing listing) {
        return run(() -> store.change(before -> listing, new Author("a test", "to see")))
                .changes();
    }

    private static CatalogSnapshot byRest() {
        return SnapshotCodec.catalog().decode(given().get("/internal/snapshot").asByteArray());
    }

    private long versionInRedis() {
        Response version =
                send(Request.cmd(Command.HGET).arg(RedisKeys.CATALOG_SNAPSHOT).arg(RedisKeys.SNAPSHOT_VERSION));
        return version == null ? 0 : version.toLong();
    }

    private @Nullable Response send(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static TokenPrices pricesOf(CatalogSnapshot snapshot, String model, String endpoint) {
        return snapshot.models().stream()
                .filter(candidate -> candidate.id().equals(model))
                .flatMap(candidate -> candidate.endpoints().stream())
                .filter(candidate -> candidate.id().equals(endpoint))
                .map(candidate -> requireNonNull(candidate.prices()).base())
                .findFirst()
                .orElseThrow();
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
}
