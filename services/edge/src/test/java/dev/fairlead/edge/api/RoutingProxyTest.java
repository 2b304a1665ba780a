package dev.fairlead.edge.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.Authenticator;
import dev.fairlead.edge.telemetry.RequestMetrics;
import dev.fairlead.edge.timing.LoopTicker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoutingProxyTest {

    private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
    private static final String PRESET = "/api/v1/presets/brief";
    private static final String CHAT = PRESET + "/chat/completions";

    /** What the router has been asked. */
    private record Asked(String method, String uri, MultiMap headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Future<String> token = Future.succeededFuture("service-token");
    private int status = 200;
    private @Nullable HttpServer router;
    private @Nullable HttpServer edge;

    @BeforeEach
    void start() throws InterruptedException, ExecutionException, TimeoutException {
        HttpServer stub =
                get(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        router = stub;
        EdgeConfig config = new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("fairlead.edge.requests.max-body-bytes", "1000")
                .build()
                .getConfigMapping(EdgeConfig.class);
        BodyReader bodies = new BodyReader(new LoopTicker(vertx), config);
        RoutingProxy proxy = new RoutingProxy(
                vertx,
                new PeoplesRequests(bodies),
                bodies,
                RoutingProxyTest::authenticate,
                () -> token,
                new Refusals(vertx, new RequestMetrics(new SimpleMeterRegistry())),
                "http://127.0.0.1:" + stub.actualPort());
        Router routes = Router.router(vertx);
        RoutingProxy.PEOPLES_PATHS.forEach(path -> routes.route(path).handler(proxy::forPeople));
        routes.route("/api/v1/presets/*").handler(proxy::forPresets);
        edge = get(vertx.createHttpServer().requestHandler(routes).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        client.close();
        get(vertx.close());
    }

    @Test
    void vouchesForWhoShowsAKeyAndHandsOnTheBody() throws IOException, InterruptedException {
        HttpResponse<String> response = send(
                "POST",
                CHAT,
                "good",
                "{\"model\":\"m\"}",
                "x-fairlead-organisation",
                "umbrella",
                "x-organisation",
                "u");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("etag")).contains("\"7\"");
        assertThat(response.headers().firstValue("cache-control")).contains("private, no-store");
        assertThat(response.headers().firstValue("x-internal")).isEmpty();
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("POST");
            assertThat(seen.uri()).isEqualTo(CHAT);
            assertThat(seen.body()).isEqualTo("{\"model\":\"m\"}");
            assertThat(seen.headers().getAll("authorization")).containsExactly("Bearer service-token");
            assertThat(seen.headers().getAll("x-fairlead-organisation")).containsExactly("acme");
            assertThat(seen.headers().getAll("x-fairlead-key"))
                    .containsExactly(KeyHash.of("good").value());
            assertThat(seen.headers().contains("x-organisation")).isFalse();
        });
    }

    @Test
    void nobodyElsesPresetsAreAskedFor() throws IOException, InterruptedException {
        assertThat(send("GET", PRESET, "bad", null).statusCode()).isEqualTo(401);
        assertThat(send("GET", PRESET, null, null, "x-fairlead-organisation", "acme")
                        .statusCode())
                .isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @Test
    void personsAreHandedOnWithTheirOwnTokenAndNothingThatOnlyTheEdgeMaySay() throws Exception {
        HttpResponse<String> response = send(
                "GET", PRESET + "?a=b", JWT, null, "x-organisation", "acme", "x-fairlead-organisation", "umbrella");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo(PRESET + "?a=b");
            assertThat(seen.headers().get("authorization")).isEqualTo("Bearer " + JWT);
            assertThat(seen.headers().get("x-organisation")).isEqualTo("acme");
            assertThat(seen.headers().contains("x-fairlead-organisation")).isFalse();
        });
    }

    @Test
    void peopleWritePoliciesWithTheirConditions() throws IOException, InterruptedException {
        send("PUT", "/api/v1/routing/policies/p?dry_run=true", JWT, "{}", "if-match", "\"3\"", "x-sim", "no");

        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("PUT");
            assertThat(seen.uri()).isEqualTo("/api/v1/routing/policies/p?dry_run=true");
            assertThat(seen.headers().get("if-match")).isEqualTo("\"3\"");
            assertThat(seen.headers().contains("x-sim")).isFalse();
            assertThat(seen.body()).isEqualTo("{}");
        });
    }

    @Test
    void aRefusedTokenIsNotTheCallersFault() throws IOException, InterruptedException {
        status = 403;
        HttpResponse<String> ofKey = send("GET", PRESET, "good", null);
        HttpResponse<String> ofPerson = send("GET", PRESET, JWT, null);
        token = Future.failedFuture("Keycloak is away");
        HttpResponse<String> withoutToken = send("GET", PRESET, "good", null);

        assertThat(ofKey.statusCode()).isEqualTo(503);
        assertThat(ofPerson.statusCode()).isEqualTo(403);
        assertThat(withoutToken.statusCode()).isEqualTo(503);
        assertThat(withoutToken.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void bodiesThatAreNoJsonOrTooLargeStayHere() throws IOException, InterruptedException {
        HttpResponse<String> large = send("POST", CHAT, "good", "x".repeat(1_001));
        HttpResponse<String> text = client.send(
                HttpRequest.newBuilder(uri(CHAT))
                        .header("authorization", "Bearer good")
                        .header("content-type", "text/plain")
                        .POST(BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(text.body()).startsWith("{\"error\":{\"code\":415");
        assertThat(asked).isEmpty();
    }

    @Test
    void pathsThatClimbReachNothingElse() throws IOException, InterruptedException {
        for (String path : List.of(
                "/api/v1/routing/policies/../../../../internal/routing-table",
                "/api/v1/presets/%2e%2e/%2e%2e/%2e%2e/internal/routing-table")) {
            assertThat(send("GET", path, JWT, null).statusCode()).isEqualTo(404);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void saysInTheRightWordsThatTheRouterIsAway() throws Exception {
        if (router != null) {
            get(router.close());
        }

        HttpResponse<String> caller = send("GET", PRESET, "good", null);
        HttpResponse<String> person = send("GET", "/api/v1/routing/policies", JWT, null);

        assertThat(caller.statusCode()).isEqualTo(503);
        assertThat(caller.body()).startsWith("{\"error\":{\"code\":503");
        assertThat(person.statusCode()).isEqualTo(503);
        assertThat(person.body()).startsWith("{\"type\":\"about:blank\"");
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(new Asked(request.method().name(), request.uri(), request.headers(), body.toString()));
            request.response()
                    .setStatusCode(status)
                    .putHeader("etag", "\"7\"")
                    .putHeader("x-internal", "secret")
                    .end("{}");
        });
    }

    private static Future<Authenticator.Result> authenticate(MultiMap headers) {
        ApiKey key = new ApiKey(
                KeyHash.of("good"),
                new OrganisationId("acme"),
                "",
                "",
                null,
                ApiKey.State.ACTIVE,
                null,
                null,
                null,
                Instant.EPOCH,
                1);
        return Future.succeededFuture(
                "Bearer good".equals(headers.get("authorization"))
                        ? new Authenticator.Result.Caller(key)
                        : new Authenticator.Result.Refused(ApiError.of(ErrorType.AUTHENTICATION, "no")));
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable String credential, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("content-type", "application/json");
        }
        if (credential != null) {
            request.header("authorization", "Bearer " + credential);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        HttpServer server = edge;
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.actualPort()) + path);
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
