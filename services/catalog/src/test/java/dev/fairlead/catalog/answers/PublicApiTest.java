package dev.fairlead.catalog.answers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import dev.fairlead.catalog.RealBackends;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.Percentiles;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.StatisticsWindow;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import io.vertx.redis.client.Redis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** The public routes over HTTP, with the catalog files that come with the service. */
@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class PublicApiTest {

    private static final String MODEL = "simulator/sim-chat";
    private static final Optional<ApiSchemas> SCHEMAS = ApiSchemas.ofOpenRouter();

    @Inject
    Redis redis;

    @BeforeEach
    void waitForTheCatalog() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/models").then().statusCode(200));
    }

    private static void assertAnswers(String path, int status, Response answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        SCHEMAS.ifPresent(schemas -> schemas.assertAnswers(path, status, answer.asString()));
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).get("/api/v1" + path);
    }

    @Test
    void everyRouteAnswersAsThePublishedDocumentSays() {
        assertAnswers("/models", 200, get("/models"));
        assertAnswers("/models", 200, get("/models?output_modalities=all&limit=3&sort=pricing-low-to-high"));
        assertAnswers("/models", 400, get("/models?sort=best"));
        assertAnswers("/models/count", 200, get("/models/count"));
        assertAnswers("/models/user", 401, get("/models/user"));
        assertAnswers("/model/{author}/{slug}", 200, get("/model/" + MODEL));
        assertAnswers("/model/{author}/{slug}", 404, get("/model/simulator/sim-chatt"));
        assertAnswers("/models/{author}/{slug}/endpoints", 200, get("/models/" + MODEL + "/endpoints"));
        assertAnswers("/models/{author}/{slug}/endpoints", 404, get("/models/no/such/endpoints"));
        assertAnswers("/providers", 200, get("/providers"));
        assertAnswers("/endpoints/zdr", 200, get("/endpoints/zdr"));
        assertAnswers("/embeddings/models", 200, get("/embeddings/models"));
    }

    @Test
    void pagesLeadFromOneToTheNext() {
        List<String> all = get("/models?output_modalities=all").then().extract().path("data.id");
        List<String> collected = new ArrayList<>();

        String next = "/models?output_modalities=all&utm_source=a%20b&limit=7";
        while (next != null) {
            Response page = get(next);
            page.then().statusCode(200).body("total_count", equalTo(all.size()));
            List<String> ids = page.path("data.id");
            assertThat(ids).hasSizeBetween(1, 7);
            collected.addAll(ids);
            String link = page.path("links.next");
            assertThat(link == null || link.startsWith("/api/v1/models?")).isTrue();
            next = link == null ? null : link.substring("/api/v1".length());
        }

        assertThat(collected).isEqualTo(all);
        get("/models/count?output_modalities=all").then().body("data.count", equalTo(all.size()));
        get("/models").then().body("links.next", nullValue());
    }

    @Test
    void listHoldsTextModelsUnlessToldOtherwise() {
        get("/models").then().body("data.architecture.output_modalities", everyItem(hasItem("text")));
        get("/models?output_modalities=embeddings,rerank")
                .then()
                .body("data.architecture.output_modalities.flatten()", everyItem(not(equalTo("text"))));
    }

    @Test
    void badValuesAreRefusedByNameAndStrangeParametersIgnored() {
        get("/models?sort=best")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error.code", equalTo(400))
                .body("error.param", equalTo("sort"))
                .body("error.metadata.error_type", equalTo("invalid_request"))
                .body("error.message", containsString("pricing-low-to-high"));
        get("/models?use_rss=perhaps").then().statusCode(400).body("error.param", equalTo("use_rss"));
        get("/models/count?output_modalities=smell")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("output_modalities"));
        get("/embeddings/models?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
        get("/models?utm_source=mail").then().statusCode(200);
    }

    @Test
    void aliasesAndVariantsLeadToTheModelAndWrongNamesToTheNearest() {
        get("/model/simulator/SIM-CHAT").then().statusCode(200).body("data.id", equalTo(MODEL));
        get("/model/simulator/sim-chat:nitro").then().statusCode(200).body("data.id", equalTo(MODEL));
        get("/model/simulator/sim-chatt")
                .then()
                .statusCode(404)
                .body("error.code", equalTo(404))
                .body("error.message", containsString(MODEL))
                .body("error.availability.fallback_models", hasItem(MODEL));
        get("/model/simulator/sim-chat:shiny").then().statusCode(404).body("error.message", containsString("shiny"));
        get("/model/simulator/*").then().statusCode(400);
    }

    @Test
    void knownAnswerIsNotSentAgain() {
        for (String path : List.of(
                "/models",
                "/models?q=sim&limit=2",
                "/models/count",
                "/model/" + MODEL,
                "/models/" + MODEL + "/endpoints",
                "/providers",
                "/endpoints/zdr",
                "/embeddings/models")) {
            Response first = get(path);
            String tag = first.header("ETag");
            assertThat(tag).as(path).startsWith("\"").endsWith("\"");
            assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

            Response again = given().header("If-None-Match", "\"other\", W/" + tag)
                    .urlEncodingEnabled(false)
                    .get("/api/v1" + path);

            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.asString()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
        }
        assertThat(get("/models").header("ETag"))
                .isNotEqualTo(get("/models?q=sim").header("ETag"));
        given().header("If-None-Match", "*").get("/api/v1/models").then().statusCode(304);
        given().header("If-None-Match", "\"other\"")
                .get("/api/v1/models")
                .then()
                .statusCode(200);
    }

    @Test
    void feedIsXmlWithAnItemForEachModel() {
        int count = get("/models/count").then().extract().path("data.count");
        given().get("/api/v1/models?use_rss=true&use_rss_chat_links=true")
                .then()
                .statusCode(200)
                .contentType(containsString("application/rss+xml"))
                .body("rss.channel.item.size()", is(count))
                .body("rss.channel.item[0].link.text()", containsString("/chat?models="));
    }

    @Test
    @TestSecurity(user = "edge", roles = "service")
    void serviceOfTheSuiteSpeaksForACaller() throws Exception {
        publishTraffic();

        await().untilAsserted(() -> callerGets("/models/" + MODEL + "/endpoints")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("private, no-cache"))
                .body("data.endpoints[0].uptime_last_5m", is(97.5f))
                .body("data.endpoints[0].latency_last_30m.p50", is(120.5f))
                .body("data.endpoints[0].throughput_last_30m.p99", is(20.0f)));
        assertAnswers("/models/{author}/{slug}/endpoints", 200, callerGets("/models/" + MODEL + "/endpoints"));
        assertAnswers("/models/user", 200, callerGets("/models/user"));
        callerGets("/models/user")
                .then()
                .body("total_count", greaterThan(0))
                .body("data.routable", everyItem(is(true)));
        callerGets("/models?sort=most-popular").then().body("data[0].id", equalTo(MODEL));
        given().header(Callers.ORGANISATION_HEADER, "not an organisation!")
                .get("/api/v1/models")
                .then()
                .statusCode(400);
        get("/models/" + MODEL + "/endpoints")
                .then()
                .body("data.endpoints[0].uptime_last_5m", notNullValue())
                .body("data.endpoints[0].latency_last_30m", nullValue());
    }

    @Test
    void tagOfALiveAnswerChangesWithTheTraffic() throws Exception {
        String before = get("/models?sort=most-popular").header("ETag");
        String list = get("/models").header("ETag");

        publishTraffic();

        await().untilAsserted(() ->
                assertThat(get("/models?sort=most-popular").header("ETag")).isNotEqualTo(before));
        assertThat(get("/models").header("ETag")).isEqualTo(list);
    }

    @Test
    @TestSecurity(user = "somebody", roles = "developer")
    void nobodyElseIsBelieved() {
        callerGets("/models/user").then().statusCode(401).body("error.metadata.error_type", equalTo("authentication"));
        callerGets("/models").then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
    }

    @Test
    void listIsInTheOrderAskedFor() {
        List<String> newest = get("/models?sort=newest").then().extract().path("data.id");
        get("/models").then().body("data.id", equalTo(newest));
        get("/models?q=SIM-chat%20simulator&limit=1").then().body("data.id", contains(MODEL));
    }

    private static Response callerGets(String path) {
        return given().header(Callers.ORGANISATION_HEADER, "acme").get("/api/v1" + path);
    }

    private void publishTraffic() throws Exception {
        WindowStatistics fiveMinutes = new WindowStatistics(StatisticsWindow.MINUTES_5, 40, 39, null, null);
        WindowStatistics halfHour = new WindowStatistics(
                StatisticsWindow.MINUTES_30,
                40,
                39,
                new Percentiles(120.5, 200, 300, 900),
                new Percentiles(80, 60, 40, 20));
        EndpointHealth health = new EndpointHealth(
                MODEL,
                BreakerState.CLOSED,
                null,
                40,
                0.975,
                120.5,
                80,
                List.of(fiveMinutes, halfHour),
                1_000_000,
                null);
        Instant now = Instant.now();
        new SnapshotPublisher<>(redis, RedisKeys.ROUTING_TABLE, SnapshotCodec.json(RoutingTable.class))
                .publish(now.toEpochMilli(), new RoutingTable(now.toEpochMilli(), now, List.of(health)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }
}
