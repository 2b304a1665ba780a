package dev.fairlead.billing.booking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.inject.Inject;

import dev.fairlead.billing.admission.AdmissionCalls;
import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.billing.testing.Backends;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.billing.testing.Sql;
import dev.fairlead.billing.testing.Tokens;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.usage.UsageEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class BookingTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Inject
    Vertx vertx;

    @Inject
    Sql sql;

    @Inject
    UsageFeed feed;

    @Inject
    Pool pool;

    @Inject
    SharedRedis shared;

    @Inject
    AdmissionCalls admission;

    private RedisCommands redis;
    private String organisation;
    private String stream;
    private KeyHash key;
    private String secret;

    @BeforeEach
    void organisationWithAKey() {
        redis = new RedisCommands(vertx, Backends.redisPort());
        organisation = "org-" + UUID.randomUUID();
        stream = RedisKeys.usageStream(RedisKeys.partition(new OrganisationId(organisation)));
        Response created = given().header("Authorization", "Bearer " + Tokens.of("alice", "admin", organisation))
                .contentType(ContentType.JSON)
                .body("{\"name\":\"booked\",\"limit\":100,\"limit_reset\":\"daily\"}")
                .post("/api/v1/keys");
        secret = created.path("key");
        key = KeyHash.of(secret);
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    private UsageEvent event(long costNanos) {
        return Events.of(Events.newGeneration(), organisation, key, costNanos);
    }

    private void append(UsageEvent event, String counted) {
        append(Events.json(event), counted);
    }

    private void append(String json, String counted) {
        redis.call(Command.XADD, stream, "*", "e", json, "t", "", "c", counted);
    }

    private void awaitEmptyStream() {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(redis.call(Command.XLEN, stream).toLong()).isZero());
    }

    private long generations() {
        return sql.number("SELECT count(*) FROM billing.generation WHERE organisation_id = $1", organisation);
    }

    private String levelUsed() {
        return redis.field(RedisKeys.keyLevel(new OrganisationId(organisation), key), "used");
    }

    @Test
    void anEventBecomesAGenerationATransactionAndUsage() {
        UsageEvent event = event(1_234_567_891L);

        append(event, "1");
        awaitEmptyStream();

        assertThat(generations()).isEqualTo(1);
        assertThat(sql.used(organisation)).isEqualTo(1_234_567_891L);
        assertThat(sql.number(
                        "SELECT count(*) FROM billing.ledger_transaction WHERE idempotency_key = $1 AND kind = 'usage'",
                        event.generation().value()))
                .isEqualTo(1);
        assertThat(sql.ledgerFaults()).isZero();
        assertThat(redis.call(Command.XPENDING, stream, RedisKeys.BILLING_GROUP)
                        .get(0)
                        .toLong())
                .isZero();
        given().header("Authorization", "Bearer " + secret)
                .get("/api/v1/key")
                .then()
                .statusCode(200)
                .body("data.usage", equalTo(1.2345679f))
                .body("data.usage_daily", equalTo(1.2345679f))
                .body("data.usage_monthly", equalTo(1.2345679f))
                .body("data.limit_reset", equalTo("daily"));
    }

    @Test
    void theCallerFindsItsGenerationAndNobodyElseDoes() {
        UsageEvent event = event(50_000);
        append(event, "1");
        awaitEmptyStream();
        String id = event.generation().value();

        given().header("x-api-key", secret)
                .queryParam("id", id)
                .get("/api/v1/generation")
                .then()
                .statusCode(200)
                .body("data.id", equalTo(id))
                .body("data.total_cost", equalTo(0.00005f))
                .body("data.usage", equalTo(0.00005f))
                .body("data.model", equalTo("sim/echo"))
                .body("data.provider_name", equalTo("simulator"))
                .body("data.streamed", equalTo(true))
                .body("data.cancelled", equalTo(false))
                .body("data.finish_reason", equalTo("stop"))
                .body("data.native_finish_reason", equalTo("end_turn"))
                .body("data.latency", equalTo(120))
                .body("data.generation_time", equalTo(900))
                .body("data.tokens_prompt", equalTo(123))
                .body("data.tokens_completion", equalTo(45))
                .body("data.native_tokens_cached", equalTo(20))
                .body("data.native_tokens_reasoning", equalTo(5))
                .body("data.upstream_id", equalTo("chatcmpl-1"))
                .body("data.user_agent", equalTo("test/1.0"))
                .body("data.router", nullValue())
                .body("data.provider_responses", hasSize(2))
                .body("data.provider_responses[0].status", nullValue())
                .body("data.provider_responses[1].status", equalTo(200));
        given().header("Authorization", "Bearer " + Backends.BOOTSTRAP_KEY)
                .queryParam("id", id)
                .get("/api/v1/generation")
                .then()
                .statusCode(404)
                .body("error.code", equalTo(404))
                .body("error.metadata.error_type", equalTo("not_found"));
        given().header("Authorization", "Bearer " + secret)
                .get("/api/v1/generation")
                .then()
                .statusCode(400)
                .body("error.code", equalTo(400));
        given().header("Authorization", "Bearer sk-fl-v1-wrong' OR 1=1 --")
                .queryParam("id", id)
                .get("/api/v1/generation")
                .then()
                .statusCode(401)
                .body("error.metadata.error_type", equalTo("authentication"));
    }

    @Test
    void theSameEventAgainChangesNothing() {
        UsageEvent event = event(1_000);
        append(event, "1");
        append(event, "1");
        awaitEmptyStream();

        append(event, "1");
        append(event, "0");
        awaitEmptyStream();

        assertThat(generations()).isEqualTo(1);
        assertThat(sql.used(organisation)).isEqualTo(1_000);
        assertThat(levelUsed()).isIn("0", "1000");
    }

    @Test
    void whatAnInstanceBookedThatDiedBeforeItAcknowledgedIsNotBookedAgain() {
        UsageEvent event = event(777);
        assertThat(feed.book(List.of(event))).containsExactly(event.generation());
        assertThat(feed.book(List.of(event))).isEmpty();

        // Another consumer has read it and is gone.
        redis.call(Command.MULTI);
        append(event, "1");
        append(event(3), "1");
        redis.call(
                Command.XREADGROUP,
                "GROUP",
                RedisKeys.BILLING_GROUP,
                "dead-consumer",
                "COUNT",
                10,
                "STREAMS",
                stream,
                ">");
        redis.call(Command.EXEC);
        assertThat(redis.call(Command.XLEN, stream).toLong()).isPositive();

        awaitEmptyStream();
        assertThat(generations()).isEqualTo(2);
        assertThat(sql.used(organisation)).isEqualTo(780);
    }

    @Test
    void aGenerationThatCostNothingIsRecordedWithoutATransaction() {
        UsageEvent event = event(0);

        append(event, "1");
        awaitEmptyStream();

        assertThat(generations()).isEqualTo(1);
        assertThat(sql.number(
                        "SELECT count(*) FROM billing.ledger_transaction WHERE organisation_id = $1", organisation))
                .isZero();
    }

    @Test
    void whatNoSettlementHasCountedIsCountedOnce() {
        UsageEvent event = event(5_000);

        append(event, "0");
        append(event, "0");
        awaitEmptyStream();

        assertThat(levelUsed()).isEqualTo("5000");
        assertThat(redis.field(RedisKeys.organisationLevel(new OrganisationId(organisation)), "left"))
                .isEqualTo("-5000");
    }

    @Test
    void twoInstancesBookEachEventOnce() {
        UsageStreams streams = new UsageStreams(shared, 50);
        BatchBooking second = new BatchBooking(
                vertx,
                streams,
                new Bookkeeper(pool),
                admission,
                new BookingSpans(OpenTelemetry.noop().getTracer("test")),
                new BookingMetrics(new SimpleMeterRegistry()),
                Duration.ofSeconds(10));
        AtomicBoolean stop = new AtomicBoolean();
        Thread instance = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                RedisCommands.await(streams.readNew().compose(second::book));
            }
        });
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            events.add(event(i));
        }

        // Every event twice, in an order in which both are likely to hold one of them at the same time.
        events.forEach(event -> append(event, "1"));
        events.reversed().forEach(event -> append(event, "1"));
        awaitEmptyStream();
        stop.set(true);
        await().atMost(SOON).until(() -> !instance.isAlive());

        assertThat(generations()).isEqualTo(400);
        assertThat(sql.used(organisation)).isEqualTo(400 * 399 / 2);
        assertThat(sql.ledgerFaults()).isZero();
    }

    @Test
    void whatCannotBeBookedIsLaidAsideAndTheRestIsBooked() {
        long dead = redis.call(Command.XLEN, UsageStreams.DEAD).toLong();
        UsageEvent good = event(10);
        UsageEvent stranger = Events.of(Events.newGeneration(), "nobody-knows", key, 10);
        String negative = Events.json(event(12)).replace("\"total\":12", "\"total\":-12");
        String farFuture =
                Events.json(event(13)).replaceAll("\"startedAtMillis\":\\d+", "\"startedAtMillis\":" + Long.MAX_VALUE);
        String refused = Events.json(event(14))
                .replace("\"durationMillis\":900,\"attempts", "\"durationMillis\":4711,\"attempts");
        sql.run("ALTER TABLE billing.generation ADD CONSTRAINT refused_in_test CHECK (duration_millis <> 4711)");

        for (String poison :
                List.of("not json", "", "{}", "null", negative, farFuture, refused, Events.json(stranger))) {
            append(poison, "1");
        }
        append(good, "1");
        awaitEmptyStream();
        sql.run("ALTER TABLE billing.generation DROP CONSTRAINT refused_in_test");

        assertThat(generations()).isEqualTo(1);
        assertThat(sql.used(organisation)).isEqualTo(10);
        assertThat(redis.call(Command.XLEN, UsageStreams.DEAD).toLong() - dead).isEqualTo(8);
        assertThat(redis.call(Command.XREVRANGE, UsageStreams.DEAD, "+", "-", "COUNT", "8")
                        .toString())
                .contains(
                        "its organisation does not exist",
                        "it is not a usage event",
                        "its cost is",
                        "its time is",
                        "refuses it: 23514");
    }

    @Test
    void oddTextDoesNotKeepAGenerationFromItsBooking() {
        String odd = Events.json(event(21)).replace("session-1", "a\\u0000b\\ud800" + "x".repeat(2_000));

        append(odd, "1");
        awaitEmptyStream();

        assertThat(generations()).isEqualTo(1);
        assertThat(sql.number(
                        "SELECT length(session) FROM billing.generation WHERE organisation_id = $1", organisation))
                .isLessThanOrEqualTo(500);
    }

    @Test
    void aRowIsSmall() {
        append(event(123_456), "1");
        awaitEmptyStream();

        long bytes = sql.number(
                "SELECT pg_column_size(g.*) FROM billing.generation g WHERE organisation_id = $1", organisation);

        assertThat(bytes).isLessThan(600);
    }

    @Test
    void usageOfAnAdmittedRequestIsTheSameInRedisAndInTheLedger() {
        OrganisationId id = new OrganisationId(organisation);
        String orgLevel = RedisKeys.organisationLevel(id);
        String keyLevel = RedisKeys.keyLevel(id, key);
        String leases = RedisKeys.leases(RedisKeys.partition(id));
        given().header("Authorization", "Bearer " + Tokens.of("alice", "admin", organisation))
                .header("Idempotency-Key", "top-up")
                .contentType(ContentType.JSON)
                .body("{\"amount\":1}")
                .post("/api/v1/credits/grants")
                .then()
                .statusCode(201);
        GenerationId generation = Events.newGeneration();
        UsageEvent event = Events.of(generation, organisation, key, 400_000_000);
        String member = generation + "|500000000|" + orgLevel + "|" + keyLevel;

        redis.call(
                Command.FCALL,
                AdmissionFunctions.ADMIT,
                3,
                leases,
                orgLevel,
                keyLevel,
                generation,
                500_000_000,
                60_000,
                "",
                "");
        redis.call(
                Command.FCALL,
                AdmissionFunctions.SETTLE,
                4,
                leases,
                stream,
                orgLevel,
                keyLevel,
                member,
                500_000_000,
                400_000_000,
                Events.json(event),
                "");
        awaitEmptyStream();

        assertThat(redis.field(orgLevel, "used")).isEqualTo("400000000");
        assertThat(redis.field(orgLevel, "left")).isEqualTo("600000000");
        assertThat(redis.field(orgLevel, "reserved")).isEqualTo("0");
        assertThat(sql.used(organisation)).isEqualTo(400_000_000);
    }
}
