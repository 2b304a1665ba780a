package dev.fairlead.edge.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.rules.RoutingRules;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Admission;
import dev.fairlead.edge.affinity.Affinities;
import dev.fairlead.edge.decision.DecisionClient;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.LoadView;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.OpenAiAdapter;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.Snapshots;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.secret.SecretKeys;
import dev.fairlead.platform.snapshot.SnapshotCodec;
import dev.fairlead.platform.snapshot.SnapshotPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

import static org.awaitility.Awaitility.await;

/** A way from request to route, with a real Redis and a router that says what a test wants. */
final class RoutingFixture implements AutoCloseable {

    static final OrganisationId ACME = new OrganisationId("acme");
    static final ApiKey KEY = key(null, null);
    /** Eight days of the month are left. */
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final int redisPort = freePort();
    private final RedisServer server;
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Redis redis;
    private final HttpServer router;
    private final Snapshots snapshots;
    private final RouteFinder finder;
    private long version;

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** What the router was asked: paths and bodies. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** What the router says; null for an error. */
    volatile @Nullable ModelChoice choice;

    RoutingFixture(Path journal) {
        server = RedisServer.builder()
                .port(redisPort)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + redisPort);
        router = get(vertx.createHttpServer().requestHandler(this::decide).listen(0, "127.0.0.1"));
        EdgeConfig config = config(router.actualPort(), journal);
        snapshots = new Snapshots(vertx, redis, config, metrics);
        Admission admission = new Admission(vertx, redis, config, metrics);
        DecisionClient decisions = new DecisionClient(vertx, config);
        finder = new RouteFinder(
                snapshots,
                new PolicyDesk(decisions, admission, metrics),
                new VirtualModels(decisions, new Budget(admission)),
                new Affinities(),
                LoadView.IDLE,
                new Credentials(new SmallRyeConfigBuilder().build(), SecretKeys.parse("")),
                new ProviderAdapters(List.of(new OpenAiAdapter())));
        loop.runOnContext(started -> snapshots.start());
    }

    private static EdgeConfig config(int routerPort, Path journal) {
        Map<String, String> settings = Map.of(
                "fairlead.edge.router-url",
                "http://127.0.0.1:" + routerPort,
                "fairlead.edge.admission.journal-directory",
                journal.toString());
        return new SmallRyeConfigBuilder()
                .withMapping(EdgeConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(EdgeConfig.class);
    }

    private void decide(HttpServerRequest request) {
        request.bodyHandler(body -> {
            asked.add(request.path() + ' ' + body);
            ModelChoice said = choice;
            if (said == null) {
                request.response().setStatusCode(500).end();
                return;
            }
            Object answer = request.path().endsWith("prompt-readings") ? said.reading() : said;
            try {
                request.response().end(FairleadJson.mapper().writeValueAsString(answer));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static ModelChoice reading(String task, String... models) {
        return new ModelChoice(new PromptReading(task, 0.9, "en", 0.3), List.of(models));
    }

    void catalog(Model... models) {
        List<Provider> providers = Arrays.stream(models)
                .flatMap(model -> model.endpoints().stream())
                .map(Endpoint::provider)
                .distinct()
                .map(id -> new Provider(
                        id, id, "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of()))
                .toList();
        CatalogSnapshot snapshot = new CatalogSnapshot(++version, NOW, providers, Arrays.asList(models));
        get(new SnapshotPublisher<>(redis, RedisKeys.CATALOG_SNAPSHOT, SnapshotCodec.catalog())
                .publish(version, snapshot));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> snapshots.catalog() != null
                        && snapshots.catalog().snapshot().version() == version);
    }

    /** Publishes rules; what is asked from now on goes by them. */
    void rules(RoutingRules rules) {
        var before = snapshots.rules();
        version++;
        get(new SnapshotPublisher<>(redis, RedisKeys.ROUTING_RULES, SnapshotCodec.json(RoutingRules.class))
                .publish(version, rules));
        await().atMost(Duration.ofSeconds(10)).until(() -> snapshots.rules() != before);
    }

    void policies(String... documents) {
        List<RoutingRules.PublishedPolicy> policies = new ArrayList<>();
        for (String document : documents) {
            policies.add(new RoutingRules.PublishedPolicy("policy-" + policies.size(), 1, document));
        }
        rules(new RoutingRules(version + 1, NOW, policies, List.of(), List.of()));
    }

    /** Publishes a spending level as billing does. */
    void level(String key, String limit, String left, String window) {
        get(redis.send(Request.cmd(Command.HSET)
                .arg(key)
                .arg("rev")
                .arg("1")
                .arg("limit")
                .arg(Long.toString(Money.ofUsd(limit).nanos()))
                .arg("left")
                .arg(Long.toString(Money.ofUsd(left).nanos()))
                .arg("used")
                .arg(Long.toString(Money.ofUsd(limit).minus(Money.ofUsd(left)).nanos()))
                .arg("reserved")
                .arg("0")
                .arg("win")
                .arg(window)));
    }

    void unlimited(String key) {
        get(redis.send(Request.cmd(Command.DEL).arg(key)));
        get(redis.send(Request.cmd(Command.HSET)
                .arg(key)
                .arg("rev")
                .arg("1")
                .arg("used")
                .arg("0")
                .arg("reserved")
                .arg("0")
                .arg("win")
                .arg("")));
    }

    Route route(ApiKey key, String members) {
        return route(key, members, MultiMap.caseInsensitiveMultiMap(), 1, false);
    }

    Route route(String members) {
        return route(KEY, members);
    }

    /** The route of a request; an error that is the request's own is thrown. */
    Route route(ApiKey key, String members, MultiMap headers, long seed, boolean isRehearsal) {
        String body = "{" + members + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi there\"}]}";
        CompletableFuture<Route> answer = new CompletableFuture<>();
        loop.runOnContext(asking -> {
            try {
                ChatRequest request = ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), key.organisation());
                finder.find(
                        new RouteQuestion(key, request, headers, NOW, seed, isRehearsal),
                        answer::complete,
                        error -> answer.completeExceptionally(new ApiException(error)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return join(answer);
    }

    /** Whether a request's route is there when the question returns. */
    boolean isRoutedAtOnce(String members) {
        String body = "{" + members + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi there\"}]}";
        CompletableFuture<Boolean> atOnce = new CompletableFuture<>();
        loop.runOnContext(asking -> {
            CompletableFuture<Route> answer = new CompletableFuture<>();
            finder.find(
                    new RouteQuestion(
                            KEY,
                            ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), ACME),
                            MultiMap.caseInsensitiveMultiMap(),
                            NOW,
                            1,
                            false),
                    answer::complete,
                    error -> answer.completeExceptionally(new ApiException(error)));
            atOnce.complete(answer.isDone());
        });
        return atOnce.join();
    }

    ApiError refusal(ApiKey key, String members) {
        try {
            Route route = route(key, members);
            throw new AssertionError("it goes to " + route.plan().candidates());
        } catch (ApiException e) {
            return e.error();
        }
    }

    private static Route join(CompletableFuture<Route> answer) {
        try {
            return answer.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static ApiKey key(@Nullable String limit, @Nullable LimitReset reset) {
        return new ApiKey(
                KeyHash.of("sk-fl-v1-" + limit + reset),
                ACME,
                "test",
                "test",
                "research",
                ApiKey.State.ACTIVE,
                limit == null ? null : Money.ofUsd(limit),
                reset,
                null,
                NOW,
                1);
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

    /** An endpoint at so many dollars per million tokens. */
    static Endpoint endpoint(String id, String dollars) {
        return endpoint(id, dollars, null);
    }

    static Endpoint endpoint(String id, String dollars, @Nullable String variant) {
        BigDecimal price = new BigDecimal(dollars);
        return new Endpoint(
                id,
                id.substring(0, id.indexOf('/')),
                "upstream",
                variant,
                null,
                null,
                null,
                Standing.ROUTABLE,
                PriceSchedule.flat(TokenPrices.perMillion(price, price)),
                false,
                100_000,
                100_000,
                10_000,
                null,
                List.of("text"),
                List.of("tools"),
                null,
                null);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        get(vertx.close());
        server.stop();
    }
}
