package dev.fairlead.bench;

import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.console.ConsoleProgress;
import dev.fairlead.devstack.process.Children;
import org.awaitility.Awaitility;

/** One run: starts everything, warms it, measures, holds the books against what was sent, and ends everything. */
final class Bench implements AutoCloseable {

    private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(6);
    // nginx has nothing to compile; this fills its caches and opens its connections.
    private static final int NGINX_WARM_UP_DIVISOR = 10;
    private static final Duration BOOKING_LIMIT = Duration.ofMinutes(10);
    // The edge's leases last 30 s, and billing looks for ended ones every second.
    private static final Duration LAPSE_LIMIT = Duration.ofSeconds(45);
    private static final double MICROS_PER_SECOND = 1e6;

    private final BenchSettings settings;
    private final Path directory;
    private final ConsoleProgress progress;
    private final Children children;
    private final MeasuredStack stack;
    private final Map<Scenario, Long> warmUp = new EnumMap<>(Scenario.class);
    private boolean warmUpCutShort;
    private boolean closed;

    Bench(BenchSettings settings, Path directory, ConsoleProgress progress) {
        this.settings = settings;
        this.directory = directory;
        this.progress = progress;
        this.children = new Children(child -> progress.note(child.obituary()));
        this.stack = new MeasuredStack(directory.resolve("stack"), settings.traces(), progress);
    }

    /** @throws BenchException if a request fails or anything else makes the figures worthless */
    BenchReport run() {
        double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        stack.start();
        Nginx nginx = Nginx.start(children, directory.resolve("nginx"), stack.simulator());
        Loads loads = new Loads(
                new LoadGenerator(children, directory.resolve("load")),
                stack,
                Map.of(
                        Target.DIRECT, stack.simulator(),
                        Target.NGINX, nginx.uri(),
                        Target.EDGE, stack.edge()));
        Instant at = Instant.now();
        long functionsBefore = stack.books().functionCalls();
        String nginxName;
        try (HttpClient client = HttpClient.newHttpClient()) {
            nginxName = loads.probe(new Probe(client));
        }
        warmUp(loads);
        Usage before = Usage.now();
        Map<Scenario, List<Round>> rounds = measure(loads, nginx);
        double others = Usage.now().since(before).others();
        List<ScenarioResult> results = rounds.entrySet().stream()
                .map(entry -> ScenarioResult.of(entry.getKey(), entry.getValue()))
                .toList();
        awaitBooking();
        Money leftToLapse = awaitLapse();
        Traffic traffic = loads.traffic();
        return new BenchReport(
                new Conditions(
                        at.truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.version"),
                        stack.edgeJvm(),
                        nginxName,
                        settings,
                        warmUp,
                        warmUpCutShort,
                        loadBefore,
                        others),
                results,
                traffic,
                stack.books().balance(),
                leftToLapse,
                (double) (stack.books().functionCalls() - functionsBefore) / traffic.received());
    }

    private void warmUp(Loads loads) {
        long deadline = System.nanoTime() + WARM_UP_LIMIT.toNanos();
        // A JVM that has compiled nothing yet answers so many at once too late for its own patience with Redis.
        loads.single(Scenario.CHAT_1_KB, Target.EDGE, Scenario.CHAT_1_KB.warmUpSeconds(Target.EDGE));
        for (Scenario scenario : Scenario.values()) {
            int wanted = scenario.warmUp(settings);
            long done = 0;
            while (done < wanted && System.nanoTime() < deadline) {
                done += step(loads, scenario, Target.EDGE);
                progress.note("warm-up, %s: %,d of %,d through the edge".formatted(scenario.title(), done, wanted));
            }
            warmUp.put(scenario, done);
            warmUpCutShort |= done < wanted;
            long nginx = 0;
            while (nginx < wanted / NGINX_WARM_UP_DIVISOR && System.nanoTime() < deadline) {
                nginx += step(loads, scenario, Target.NGINX);
            }
        }
        if (warmUpCutShort) {
            progress.note("the warm-up takes too long: going on without the rest of it");
        }
    }

    private static long step(Loads loads, Scenario scenario, Target target) {
        return loads.full(scenario, target, scenario.warmUpSeconds(target)).requests();
    }

    private Map<Scenario, List<Round>> measure(Loads loads, Nginx nginx) {
        Map<Scenario, List<Round>> rounds = new EnumMap<>(Scenario.class);
        boolean edgeFirst = false;
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Scenario scenario : Scenario.values()) {
                awaitBooking();
                Round result = round(loads, nginx, scenario, edgeFirst);
                // Who comes first changes, for each scenario as their number is odd: no trend of the machine favours
                // one.
                edgeFirst = !edgeFirst;
                rounds.computeIfAbsent(scenario, _ -> new ArrayList<>()).add(result);
                progress.note("round %d of %d, %s: nginx %.1f us, edge %.1f us of CPU per request, %.2f times"
                        .formatted(
                                round,
                                settings.rounds(),
                                scenario.title(),
                                result.nginx().perRequest(),
                                result.edge().perRequest(),
                                result.ratio()));
            }
        }
        return rounds;
    }

    private Round round(Loads loads, Nginx nginx, Scenario scenario, boolean edgeFirst) {
        Window early = window(loads, scenario, edgeFirst ? Target.EDGE : Target.NGINX, nginx);
        Window late = window(loads, scenario, edgeFirst ? Target.NGINX : Target.EDGE, nginx);
        long memory = ProcessorTime.residentMemory(stack.edgePid());
        Map<Target, LoadResult> alone = new EnumMap<>(Target.class);
        if (!scenario.isPaced()) {
            for (Target target : Target.values()) {
                alone.put(target, loads.single(scenario, target, settings.latencySeconds()));
            }
        }
        return new Round(edgeFirst ? late : early, edgeFirst ? early : late, memory, alone);
    }

    private Window window(Loads loads, Scenario scenario, Target target, Nginx nginx) {
        long proxy = target == Target.EDGE ? stack.edgePid() : nginx.pid();
        long proxyBefore = ProcessorTime.ofTree(proxy);
        long redisBefore = ProcessorTime.ofTree(stack.redisPid());
        LoadResult load = loads.full(scenario, target, scenario.seconds(settings));
        return new Window(
                load, ProcessorTime.ofTree(proxy) - proxyBefore, ProcessorTime.ofTree(stack.redisPid()) - redisBefore);
    }

    /** Booking goes on behind the requests; what is left of it would be somebody else's load in the next window. */
    private void awaitBooking() {
        Books books = stack.books();
        AtomicLong said = new AtomicLong(System.nanoTime());
        Awaitility.await("everything is booked")
                .atMost(BOOKING_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    long waiting = books.waiting();
                    if (System.nanoTime() - said.get() > Duration.ofSeconds(5).toNanos()) {
                        said.set(System.nanoTime());
                        progress.note("waiting for billing to book %,d requests".formatted(waiting));
                    }
                    return waiting == 0;
                });
    }

    /** Lets the leases of abandoned requests end; returns what was reserved for these. */
    private Money awaitLapse() {
        Books books = stack.books();
        Money reserved = books.reserved();
        long deadline = System.nanoTime() + LAPSE_LIMIT.toNanos();
        Awaitility.await()
                .atMost(LAPSE_LIMIT.plusMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> books.reserved().equals(Money.ZERO) || System.nanoTime() > deadline);
        return reserved;
    }

    /** What this machine's processors have done until now, and what of it was this benchmark with all of its parts. */
    private record Usage(long nanos, long machine, long own) {

        static Usage now() {
            return new Usage(
                    System.nanoTime(),
                    ProcessorTime.ofMachine(),
                    ProcessorTime.ofTreeEver(ProcessHandle.current().pid()));
        }

        Usage since(Usage before) {
            return new Usage(nanos - before.nanos, machine - before.machine, own - before.own);
        }

        /** How many processors others have kept busy. */
        double others() {
            return Math.max(0, (machine - own) / MICROS_PER_SECOND / (nanos / 1e9));
        }
    }

    /** Ends everything that was started; returns when it has ended, whoever asked for that first. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            children.close();
            stack.close();
        }
    }
}
