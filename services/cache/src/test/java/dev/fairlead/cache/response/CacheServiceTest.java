package dev.fairlead.cache.response;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class CacheServiceTest {

    private static final String SOURCE = "gen-01k00000000123456789abcdef";
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();

    @Inject
    Redis redis;

    Backends.@Nullable Parts parts;

    /** A new one for each test, so that none sees what another left. */
    private final String organisation = "org-" + ORGANISATIONS.incrementAndGet();

    private KeycloakKeys keycloak() {
        return requireNonNull(parts).keycloak();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void storedBytesComeBackAsTheyWere(String contentType) {
        byte[] body = ": comment\n\ndata: {\"a\": \"ü\\u0000\"}\n\n".getBytes(StandardCharsets.UTF_8);
        body[3] = (byte) 0xff;
        put(digest(1), 60, contentType, body).then().statusCode(204);

        Response found = get(organisation, digest(1));

        found.then()
                .statusCode(200)
                .header("Content-Type", containsString(contentType))
                .header("X-Cache-Age", equalTo("0"))
                .header("X-Cache-TTL", notNullValue())
                .header("X-Cache-Source", equalTo(SOURCE))
                .header("Cache-Control", equalTo("private, no-store"));
        assertThat(Integer.parseInt(found.header("X-Cache-TTL"))).isBetween(58, 60);
        assertThat(found.asByteArray()).isEqualTo(body);
    }

    @Test
    void missIsEmpty() {
        Response missed = get(organisation, digest(1));

        missed.then().statusCode(404);
        assertThat(missed.asByteArray()).isEmpty();
    }

    @Test
    void secondStoreReplacesTheFirst() {
        put(digest(1), 60, "application/json", "{\"first\":1}".getBytes(StandardCharsets.UTF_8));
        put(digest(1), 60, "application/json", "{}".getBytes(StandardCharsets.UTF_8));

        get(organisation, digest(1)).then().statusCode(200).body(is("{}"));
        statistics().body("entries", equalTo(1)).body("bytes", equalTo(2)).body("stores", equalTo(2));
    }

    @Test
    void nobodyIsGivenWhatAnotherOrganisationWasAnswered() {
        put(digest(1), 60, "application/json", "{\"secret\":1}".getBytes(StandardCharsets.UTF_8));

        get("other-" + organisation, digest(1)).then().statusCode(404);
        given().auth()
                .oauth2(keycloak().token("service"))
                .delete("/internal/cache/other-" + organisation)
                .then()
                .statusCode(200)
                .body("purged", equalTo(0));
        authorised().delete(path("other-" + organisation, digest(1))).then().statusCode(204);
        get(organisation, digest(1)).then().statusCode(200);
        authorised()
                .get("/internal/cache/other-" + organisation + "/statistics")
                .then()
                .body("entries", equalTo(0))
                .body("misses", equalTo(1));
    }

    @Test
    void responseExpiresAndIsForgottenInTheFigures() {
        put(digest(1), 1, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        get(organisation, digest(1)).then().statusCode(200).header("X-Cache-TTL", equalTo("0"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> get(organisation, digest(1)).then().statusCode(404));

        statistics().body("entries", equalTo(0)).body("bytes", equalTo(0));
    }

    @Test
    void deletedResponseIsAMiss() {
        put(digest(1), 60, "application/json", "{}".getBytes(StandardCharsets.UTF_8));

        authorised().delete(path(organisation, digest(1))).then().statusCode(204);

        get(organisation, digest(1)).then().statusCode(404);
        statistics().body("entries", equalTo(0)).body("bytes", equalTo(0));
    }

    @Test
    void purgeDeletesEverythingOfTheOrganisationAndCountsIt() {
        for (int i = 0; i < 7; i++) {
            put(digest(i), 60, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        }

        authorised()
                .delete("/internal/cache/" + organisation)
                .then()
                .statusCode(200)
                .body("purged", equalTo(7));

        for (int i = 0; i < 7; i++) {
            get(organisation, digest(i)).then().statusCode(404);
        }
        statistics().body("entries", equalTo(0)).body("bytes", equalTo(0)).body("stores", equalTo(7));
    }

    @Test
    void statisticsCountHitsMissesStoresEntriesAndBytes() {
        put(digest(1), 60, "application/json", new byte[100]);
        put(digest(2), 60, "application/json", new byte[23]);
        get(organisation, digest(1));
        get(organisation, digest(1));
        get(organisation, digest(3));

        statistics()
                .statusCode(200)
                .body("hits", equalTo(2))
                .body("misses", equalTo(1))
                .body("stores", equalTo(2))
                .body("entries", equalTo(2))
                .body("bytes", equalTo(123));
    }

    @Test
    void whatExpiresFirstMakesRoomWhenThereAreTooMany() {
        for (int i = 0; i < 25; i++) {
            put(digest(i), 100 + i, "application/json", "{}".getBytes(StandardCharsets.UTF_8))
                    .then()
                    .statusCode(204);
        }

        statistics().body("entries", equalTo(20)).body("bytes", equalTo(40));
        get(organisation, digest(4)).then().statusCode(404);
        get(organisation, digest(5)).then().statusCode(200);
        get(organisation, digest(24)).then().statusCode(200);
    }

    @Test
    void whatExpiresFirstMakesRoomWhenTheyAreTooLarge() {
        for (int i = 0; i < 4; i++) {
            put(digest(i), 100 + i, "application/json", new byte[2_000_000])
                    .then()
                    .statusCode(204);
        }

        statistics().body("entries", equalTo(3)).body("bytes", lessThanOrEqualTo(6_000_000));
        get(organisation, digest(0)).then().statusCode(404);
        get(organisation, digest(3)).then().statusCode(200);
    }

    @Test
    void figuresStayTrueWhateverHappens() {
        Random random = new Random(7);
        byte[][] expected = new byte[30][];
        for (int i = 0; i < 200; i++) {
            int number = random.nextInt(15);
            switch (random.nextInt(3)) {
                case 0 -> {
                    authorised().delete(path(organisation, digest(number)));
                    expected[number] = null;
                }
                case 1 -> {
                    byte[] body = new byte[1 + random.nextInt(1_000)];
                    put(digest(number), 600, "application/json", body);
                    expected[number] = body;
                }
                default -> {
                    byte[] there = expected[number];
                    Response found = get(organisation, digest(number));
                    assertThat(found.statusCode()).isEqualTo(there == null ? 404 : 200);
                }
            }
        }
        List<byte[]> there =
                Arrays.stream(expected).filter(body -> body != null).toList();
        statistics()
                .body("entries", equalTo(there.size()))
                .body(
                        "bytes",
                        equalTo(there.stream().mapToInt(body -> body.length).sum()));
    }

    @Test
    void everythingInRedisExpires() {
        put(digest(1), 60, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        get(organisation, digest(1));

        String prefix = "fairlead:cache:{" + organisation + "}:";
        for (String key : List.of(digest(1), "index", "sizes", "counts")) {
            assertThat(ttlMillis(prefix + key)).as(key).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ttl=0, ttl",
        "ttl=86401, ttl",
        "ttl=-1, ttl",
        "ttl=soon, ttl",
        "ttl=99999999999, ttl",
        "nothing=1, ttl",
        "ttl=60&source=x, source",
        "ttl=60&source=gen-IIIIIIIIIIIIIIIIIIIIIIIIII, source"
    })
    void parameterThatIsNoneIsRefusedByName(String query, String field) {
        String source = query.contains("source") ? "" : "&source=" + SOURCE;

        authorised()
                .contentType("application/json")
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .put(path(organisation, digest(1)) + "?" + query + source)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(field));
    }

    @ParameterizedTest
    @CsvSource({"UPPER, digest1, organisation", "-acme, digest1, organisation", "acme, nothex, digest"})
    void pathThatNamesNothingIsRefusedByName(String who, String digest, String field) {
        authorised()
                .get(path(who, digest.equals("digest1") ? digest(1) : digest))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void emptyBodyIsRefused() {
        put(digest(1), 60, "application/json", new byte[0])
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("body"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/octet-stream", "image/png"})
    void otherContentTypesAreRefused(String contentType) {
        put(digest(1), 60, contentType, new byte[10]).then().statusCode(415).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(ints = {2 * 1024 * 1024 + 1, 3 * 1024 * 1024})
    void tooLargeABodyIsRefused(int size) {
        put(digest(1), 60, "application/json", new byte[size]).then().statusCode(413);

        get(organisation, digest(1)).then().statusCode(404);
    }

    @Test
    void largestBodyIsStored() {
        byte[] body = new byte[2 * 1024 * 1024];
        new Random(1).nextBytes(body);

        put(digest(1), 60, "application/json", body).then().statusCode(204);

        assertThat(get(organisation, digest(1)).asByteArray()).isEqualTo(body);
    }

    @Test
    void whileRedisIsAwayItSaysSoAndAfterwardsItWorksAgain() {
        Backends.Parts running = requireNonNull(parts);
        running.stopRedis();
        try {
            await().untilAsserted(() -> get(organisation, digest(1))
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", equalTo("1")));
            put(digest(1), 60, "application/json", new byte[10]).then().statusCode(503);
        } finally {
            running.startRedis();
        }

        await().untilAsserted(() ->
                put(digest(1), 60, "application/json", new byte[10]).then().statusCode(204));
        get(organisation, digest(1)).then().statusCode(200);
    }

    private RequestSpecification authorised() {
        return given().auth().oauth2(keycloak().token("service"));
    }

    private Response get(String who, String digest) {
        return authorised().get(path(who, digest));
    }

    private Response put(String digest, int ttl, String contentType, byte[] body) {
        return authorised()
                .header("Content-Type", contentType)
                .body(body)
                .put(path(organisation, digest) + "?ttl=" + ttl + "&source=" + SOURCE);
    }

    private ValidatableResponse statistics() {
        return authorised()
                .get("/internal/cache/" + organisation + "/statistics")
                .then()
                .statusCode(200);
    }

    private long ttlMillis(String key) {
        try {
            return redis.send(Request.cmd(Command.PTTL).arg(key))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .toLong();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String path(String who, String digest) {
        return "/internal/cache/" + who + "/" + digest;
    }

    private static String digest(int number) {
        return HexFormat.of().toHexDigits((long) number).repeat(4);
    }
}
