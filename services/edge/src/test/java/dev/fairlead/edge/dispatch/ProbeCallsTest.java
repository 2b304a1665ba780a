package dev.fairlead.edge.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.dispatch.FaultyProvider.Does;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.OpenAiAdapter;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.telemetry.RequestMetrics;
import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.AllowedNetworks;
import dev.fairlead.platform.secret.SecretKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeCallsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final EndpointLoads loads = new EndpointLoads(System::nanoTime);
    private final Context loop = VERTX.getOrCreateContext();
    private Candidate candidate = Samples.candidate("m", "acme", "http://127.0.0.1:1/v1");
    private FaultyProvider provider = provider();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    private static FaultyProvider provider() {
        try {
            return new FaultyProvider(VERTX);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void useIt() {
        provider = provider();
        candidate = Samples.candidate("m", "acme", provider.baseUrl());
    }

    @ParameterizedTest
    @CsvSource({
        "ANSWER, SUCCESS, 200, -1",
        "EMPTY, SUCCESS, 200, -1",
        "REFUSE, PROVIDER_ERROR, 500, -1",
        "ERROR_OBJECT, PROVIDER_ERROR, 200, -1",
        "LIMIT_FOR_A_SECOND, RATE_LIMITED, 429, 1000",
        "REJECT, REQUEST_REJECTED, 400, -1",
        "GARBAGE, MALFORMED, 200, -1",
        "RESET, CONNECTION_LOST, 0, -1",
        "HANG, TIMEOUT, 0, -1"
    })
    void itTellsHowTheEndpointDoes(Does does, OutcomeKind kind, int status, long retryAfterMillis) throws Exception {
        // Given
        provider.does(does);

        // When
        Outcome outcome = call(calls(Map.of())).get(5, TimeUnit.SECONDS);

        // Then
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.retryAfterMillis()).isEqualTo(retryAfterMillis);
        assertThat(outcome.endpoint()).isEqualTo("acme/m");
        assertThat(outcome.probe()).isTrue();
        assertThat(outcome.promptTokens() + outcome.completionTokens()).isZero();
        assertThat(provider.calls()).isEqualTo(1);
        assertThat(loads.leftAloneUntilMillis("acme/m") > System.currentTimeMillis())
                .isEqualTo(retryAfterMillis > 0);
    }

    @Test
    void successEndsTheSuspicionOfThisEdge() throws Exception {
        // Given
        ProbeCalls calls = calls(Map.of());
        provider.does(Does.REFUSE, Does.REFUSE, Does.REFUSE, Does.ANSWER);
        for (int i = 0; i < 3; i++) {
            call(calls).get(5, TimeUnit.SECONDS);
        }
        assertThat(loads.isSuspect("acme/m")).isTrue();

        // When
        call(calls).get(5, TimeUnit.SECONDS);

        // Then
        assertThat(loads.isSuspect("acme/m")).isFalse();
    }

    @Test
    void thatNoConnectionIsFreeIsNotTheEndpointsFault() throws Exception {
        // Given one connection, which is taken, and one place in the queue for it, which is taken too
        provider.does(Does.HANG);
        ProbeCalls calls = calls(Map.of("fairlead.edge.upstream.max-connections", "1"));
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();

        // When
        for (int i = 0; i < 3; i++) {
            outcomes.add(call(calls));
        }

        // Then
        assertThat(outcomes.get(2).get(5, TimeUnit.SECONDS).kind()).isEqualTo(OutcomeKind.LOCAL_LIMIT);
        assertThat(OutcomeKind.LOCAL_LIMIT.countsForHealth()).isFalse();
    }

    private CompletableFuture<Outcome> call(ProbeCalls calls) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        loop.runOnContext(x -> calls.call(candidate, Samples.request("\"max_tokens\":1,"), TIMEOUT)
                .onSuccess(outcome::complete)
                .onFailure(outcome::completeExceptionally));
        return outcome;
    }

    private ProbeCalls calls(Map<String, String> settings) {
        EdgeConfig config = Settings.edge(settings);
        Upstream upstream = new Upstream(
                config,
                new UpstreamClients(VERTX, config, new RequestMetrics(new SimpleMeterRegistry())),
                new Destinations(new AddressCheck(AllowedNetworks.parse("127.0.0.0/8")), VERTX),
                new ProviderAdapters(List.of(new OpenAiAdapter())),
                new Credentials(new SmallRyeConfigBuilder().build(), SecretKeys.parse("")));
        // Nobody starts it, so it only keeps what it is told.
        OutcomeReporter reporter = new OutcomeReporter(VERTX, Redis.createClient(VERTX, "redis://127.0.0.1:1"));
        return new ProbeCalls(VERTX, upstream, loads, reporter);
    }
}
