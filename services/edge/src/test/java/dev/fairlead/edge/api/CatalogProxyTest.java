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

class CatalogProxyTest {

    private static final String ETAG = "\"7\"";
    private static final String BODY = "{\"data\":[]}".repeat(100_000);

    /** What the catalog has been asked. */
    private record Asked(String method, String uri, MultiMap headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Future<String> token = Future.succeededFuture("service-token");
    private @Nullable HttpServer catalog;
    private @Nullable HttpServer edge;

    @BeforeEach
    void start() throws InterruptedException, ExecutionException, TimeoutException {
        HttpServer stub =
                get(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        catalog = stub;
        EdgeConfig config = new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .build()
                .getConfigMapping(EdgeConfig.class);
        Refusals refusals = new Refusals(vertx, new RequestMetrics(new SimpleMeterRegistry()));
        CatalogProxy proxy = new CatalogProxy(
                vertx,
                new PeoplesRequests(new BodyReader(new LoopTicker(vertx), config)),
                CatalogProxyTest::authenticate,
                () -> token,
                refusals,
                "http://127.0.0.1:" + stub.actualPort());
        Router router = Router.router(vertx);
        for (String path : CatalogProxy.PUBLIC_PATHS) {
            router.get(path).handler(proxy::forCallers);
            router.head(path).handler(proxy::forCallers);
        }
        router.route("/api/v1/catalog/*").handler(proxy::forPeople);
        edge = get(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        client.close();
        get(vertx.close());
    }

    @Test
    void anybodyMayAskWhatThereIs() throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/api/v1/models?q=gpt%20x&sort=price", null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(BODY);
        assertThat(response.headers().firstValue("etag")).contains(ETAG);
        assertThat(response.headers().firstValue("x-internal")).isEmpty();
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo("/api/v1/models?q=gpt%20x&sort=price");
            assertThat(seen.headers().contains("x-fairlead-organisation")).isFalse();
            assertThat(seen.headers().contains("authorization")).isFalse();
        });
    }

    @Test
    void vouchesForWhoShowsAKeyAndForNobodyElse() throws IOException, InterruptedException {
        send("GET", "/api/v1/models", "good", "x-fairlead-organisation", "umbrella");
        send("GET", "/api/v1/models", null, "x-fairlead-organisation", "umbrella");
        HttpResponse<String> wrong = send("GET", "/api/v1/models", "bad");

        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst().headers().getAll("x-fairlead-organisation")).containsExactly("acme");
        assertThat(asked.getFirst().headers().getAll("authorization")).containsExactly("Bearer service-token");
        assertThat(asked.getLast().headers().contains("x-fairlead-organisation"))
                .isFalse();
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"error_type\":\"authentication\"");
    }

    @Test
    void withoutATokenCallersSeeWhatEverybodySees() throws IOException, InterruptedException {
        token = Future.failedFuture("Keycloak is away");

        HttpResponse<String> all = send("GET", "/api/v1/models", "good");
        HttpResponse<String> own = send("GET", "/api/v1/models/user", "good");

        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(asked)
                .singleElement()
                .satisfies(seen -> assertThat(seen.headers().contains("x-fairlead-organisation"))
                        .isFalse());
        assertThat(own.statusCode()).isEqualTo(503);
        assertThat(own.headers().firstValue("retry-after")).contains("2");
    }

    @Test
    void aCallersOwnModelsNeedACaller() throws IOException, InterruptedException {
        assertThat(send("GET", "/api/v1/models/user", null).statusCode()).isEqualTo(401);
        assertThat(asked).isEmpty();
    }

    @Test
    void handsOnConditionsAndAnswersWithoutABody() throws IOException, InterruptedException {
        HttpResponse<String> unchanged = send("GET", "/api/v1/models", null, "if-none-match", ETAG);
        HttpResponse<String> head = send("HEAD", "/api/v1/models", null);

        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.headers().firstValue("etag")).contains(ETAG);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).contains(Integer.toString(BODY.length()));
        assertThat(asked.getLast().method()).isEqualTo("HEAD");
    }

    @Test
    void aRefusedTokenIsNotTheCallersFault() throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", "/api/v1/model/refuse/me", "good");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(send("GET", "/api/v1/model/no/model", null).statusCode()).isEqualTo(404);
    }

    @Test
    void peopleManageTheCatalogWithTheirOwnToken() throws IOException, InterruptedException {
        // Given
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/catalog/providers/p?dry_run=true"))
                .method("PUT", BodyPublishers.ofString("name: P"))
                .header("authorization", "Bearer people")
                .header("content-type", "application/yaml")
                .build();

        // When
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        // Then
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(asked).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo("PUT");
            assertThat(seen.uri()).isEqualTo("/api/v1/catalog/providers/p?dry_run=true");
            assertThat(seen.headers().get("authorization")).isEqualTo("Bearer people");
            assertThat(seen.headers().get("content-type")).isEqualTo("application/yaml");
            assertThat(seen.body()).isEqualTo("name: P");
        });
    }

    @Test
    void encodedSlashesOfAnIdStayEncoded() throws IOException, InterruptedException {
        send("DELETE", "/api/v1/catalog/endpoints/acme%2FLlama%2F1/offer", null);

        assertThat(asked)
                .singleElement()
                .satisfies(
                        seen -> assertThat(seen.uri()).isEqualTo("/api/v1/catalog/endpoints/acme%2FLlama%2F1/offer"));
    }

    @Test
    void pathsThatClimbReachNothingElse() throws IOException, InterruptedException {
        for (String path : List.of(
                "/api/v1/catalog/../../../internal/snapshot",
                "/api/v1/catalog/%2e%2e/%2e%2e/%2e%2e/internal/snapshot")) {
            assertThat(send("GET", path, null).statusCode()).isEqualTo(404);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void saysInTheRightWordsThatTheCatalogIsAway() throws Exception {
        if (catalog != null) {
            get(catalog.close());
        }

        HttpResponse<String> caller = send("GET", "/api/v1/providers", null);
        HttpResponse<String> person = send("DELETE", "/api/v1/catalog/models/a/b", null);

        assertThat(caller.statusCode()).isEqualTo(503);
        assertThat(caller.headers().firstValue("retry-after")).contains("2");
        assertThat(caller.body()).startsWith("{\"error\":{\"code\":503");
        assertThat(person.statusCode()).isEqualTo(503);
        assertThat(person.headers().firstValue("retry-after")).contains("2");
        assertThat(person.body()).startsWith("{\"type\":\"about:blank\"");
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(new Asked(request.method().name(), request.uri(), request.headers(), body.toString()));
            request.response().putHeader("etag", ETAG).putHeader("x-internal", "secret");
            if (request.path().startsWith("/api/v1/catalog")) {
                request.response()
                        .setStatusCode(422)
                        .putHeader("content-type", "application/problem+json")
                        .end("{\"type\":\"about:blank\"}");
            } else if (request.path().contains("/refuse/")) {
                request.response().setStatusCode(403).end();
            } else if (request.path().contains("/no/")) {
                request.response().setStatusCode(404).end("{}");
            } else if (ETAG.equals(request.getHeader("if-none-match"))) {
                request.response().setStatusCode(304).end();
            } else {
                request.response()
                        .putHeader("content-length", Integer.toString(BODY.length()))
                        .end(BODY);
            }
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

    private HttpResponse<String> send(String method, String path, @Nullable String key, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
        if (key != null) {
            request.header("authorization", "Bearer " + key);
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
