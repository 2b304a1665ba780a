package dev.fairlead.edge.dispatch;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.routing.RoutingTable;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.contracts.usage.UsageEvent;
import dev.fairlead.edge.EdgeConfig;
import dev.fairlead.edge.admission.Reservation;
import dev.fairlead.edge.affinity.Affinities;
import dev.fairlead.edge.cache.CacheCalls;
import dev.fairlead.edge.cache.ResponseCache;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.OpenAiAdapter;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.snapshot.HealthView;
import dev.fairlead.edge.telemetry.RequestMetrics;
import dev.fairlead.edge.telemetry.Spans;
import dev.fairlead.edge.timing.LoopTicker;
import dev.fairlead.platform.network.AddressCheck;
import dev.fairlead.platform.network.AllowedNetworks;
import dev.fairlead.platform.secret.SecretKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** All that carries out plans, with real connections; what is told to others is kept. */
final class ExchangeFixture {

    static final GenerationId ID = new GenerationId("gen-0123456789abcdefghjkmnpqrs");

    /** What a caller has got, and what was told of it. */
    record Result(
            int status, String body, @Nullable Bill bill, UsageEvent event, List<OutcomeKind> outcomes, long millis) {}

    private final Context loop;
    private final Dispatcher dispatcher;
    final EndpointLoads loads = new EndpointLoads(System::nanoTime);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private volatile @Nullable UsageEvent settled;

    ExchangeFixture(Vertx vertx, Map<String, String> settings) {
        this.loop = vertx.getOrCreateContext();
        EdgeConfig config = Settings.edge(settings);
        RequestMetrics metrics = new RequestMetrics(registry);
        Supplier<HealthView> health = () -> HealthView.of(RoutingTable.EMPTY);
        Upstream upstream = new Upstream(
                config,
                new UpstreamClients(vertx, config, metrics),
                new Destinations(new AddressCheck(AllowedNetworks.parse("127.0.0.0/8")), vertx),
                new ProviderAdapters(List.of(new OpenAiAdapter())),
                new Credentials(new SmallRyeConfigBuilder().build(), SecretKeys.parse("")));
        this.dispatcher = new Dispatcher(
                config,
                new LoopTicker(vertx),
                upstream,
                new Failover(config, loads, health, metrics),
                new Affinities(),
                new ResponseCache(
                        vertx,
                        new CacheCalls(vertx, () -> Future.failedFuture("no token"), URI.create("http://127.0.0.1:1"))),
                new Kept(),
                metrics,
                new Spans(OpenTelemetry.noop().getTracer("test")));
    }

    private final class Kept implements Recorder {

        @Override
        public void attempted(Outcome outcome) {
            outcomes.add(outcome);
        }

        @Override
        public void chargedAtCeiling() {
            throw new AssertionError("nothing has a ceiling here");
        }

        @Override
        public void settle(Reservation reservation, UsageEvent event, io.opentelemetry.context.Context trace) {
            if (settled != null) {
                throw new AssertionError("settled twice");
            }
            settled = event;
        }
    }

    /** Keeps what a caller gets. */
    private static final class Caller implements Reply {

        private final Buffer got = Buffer.buffer();
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private @Nullable Bill bill;

        @Override
        public void onGone(Runnable gone) {}

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public void header(String name, String value) {}

        @Override
        public void send(Buffer events) {
            got.appendBuffer(events);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable drained) {}

        @Override
        public void keepAlive() {
            got.appendString(": alive\n\n");
        }

        @Override
        public void endStream(Buffer events) {
            got.appendBuffer(events);
            status.complete(200);
        }

        @Override
        public void whole(Buffer body, Bill itsBill) {
            got.appendBuffer(body);
            bill = itsBill;
            status.complete(200);
        }

        @Override
        public void fail(ApiError error, String model, @Nullable Bill itsBill, @Nullable String metadata) {
            got.appendBytes(error.toJson());
            if (metadata != null) {
                got.appendString(metadata);
            }
            bill = itsBill;
            status.complete(error.status());
        }
    }

    Result run(ChatRequest request, List<Candidate> candidates) throws Exception {
        return run(request, candidates, Routing.direct("m"));
    }

    /** Carries out a plan on an event loop, and waits for its end. */
    Result run(ChatRequest request, List<Candidate> candidates, Routing routing) throws Exception {
        outcomes.clear();
        settled = null;
        Caller caller = new Caller();
        long begun = System.nanoTime();
        Dispatcher.Admitted admitted = new Dispatcher.Admitted(
                ID,
                Samples.key(),
                request,
                MultiMap.caseInsensitiveMultiMap(),
                Attribution.NONE,
                new Plan(candidates, List.of(), Strategy.PRICE),
                new Reservation(ID, Samples.key(), Money.ZERO, ""),
                io.opentelemetry.context.Context.root(),
                begun,
                routing);
        loop.runOnContext(x -> dispatcher.dispatch(admitted, caller));
        int status = caller.status.get(20, TimeUnit.SECONDS);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        UsageEvent event = settled;
        if (event == null) {
            throw new AssertionError("answered before it was settled");
        }
        return new Result(
                status,
                caller.got.toString(),
                caller.bill,
                event,
                outcomes.stream().map(Outcome::kind).toList(),
                millis);
    }
}
