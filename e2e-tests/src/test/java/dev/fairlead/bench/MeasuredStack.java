package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.Progress;
import dev.fairlead.devstack.Stack;
import dev.fairlead.devstack.StackBuilder;
import dev.fairlead.devstack.process.ProcessTable;
import org.awaitility.Awaitility;

/** The suite as production has it, with empty books and an organisation that can pay for all of this. */
final class MeasuredStack implements AutoCloseable {

    private static final Set<String> ADDRESSES_OF_OTHERS = Set.of("REDIS_URL", "POSTGRES_URL", "KEYCLOAK_URL");
    private static final String OTLP = "OTEL_EXPORTER_OTLP_ENDPOINT";
    // What the services have as a default; devstack alone traces every request.
    private static final Map<String, String> PRODUCTION_TRACING = Map.of("FAIRLEAD_TRACES_RATIO", "0.05");
    private static final String CREDITS = "FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_0__CREDITS";
    private static final String DOLLARS = "1000000";
    private static final Pattern FIELD = Pattern.compile("\"(received|in_flight)\":(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final Stack stack;
    private volatile boolean started;

    /** Describes one. {@link #start} starts it. */
    MeasuredStack(Path directory, boolean traces, Progress progress) {
        this.directory = directory;
        Map<String, String> billing = new HashMap<>(PRODUCTION_TRACING);
        billing.put(CREDITS, DOLLARS);
        StackBuilder plan = Stack.builder()
                .dataDirectory(directory)
                .ports(Ports.free())
                .progress(progress)
                .environment(environment(traces))
                .without(Part.KEYCLOAK);
        Stream.of(Part.EDGE, Part.CATALOG, Part.ROUTER, Part.CACHE, Part.SIMULATOR)
                .forEach(service -> plan.settings(service, PRODUCTION_TRACING));
        plan.settings(Part.BILLING, billing);
        if (!traces) {
            plan.without(Part.VIEWER);
        }
        stack = plan.build();
        if (traces && stack.addresses().otlpEndpoint().isEmpty()) {
            throw new BenchException("TRACES=1 needs somebody who receives traces: run `make viewer`, or set " + OTLP);
        }
    }

    private static Map<String, String> environment(boolean traces) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeAll(ADDRESSES_OF_OTHERS);
        if (!traces) {
            environment.remove(OTLP);
        }
        return environment;
    }

    /** Starts it and returns when all of it is healthy. */
    void start() {
        new DataDirectory(directory).owner().ifPresent(owner -> {
            throw new BenchException(ProcessTable.describe(owner) + " measures already: wait for its end");
        });
        deleteData();
        stack.start();
        started = true;
        // The ledger of calls is for tests; here it would be work of the simulator that no real provider shows.
        send(HttpRequest.newBuilder(simulator().resolve("/sim/settings"))
                .PUT(BodyPublishers.ofString("{\"ledger\":false}")));
    }

    URI simulator() {
        return stack.part(Part.SIMULATOR).uri();
    }

    URI edge() {
        return stack.part(Part.EDGE).uri();
    }

    long edgePid() {
        return stack.part(Part.EDGE).pid();
    }

    long redisPid() {
        return stack.part(Part.REDIS).pid();
    }

    /** The settings of the edge's JVM that matter here. */
    List<String> edgeJvm() {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(edgePid()), "cmdline"));
            return Arrays.stream(line.split("\0"))
                    .filter(argument -> argument.startsWith("-X") && !argument.startsWith("-XX:AOTCache="))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RedisAnswers redis() {
        return new RedisAnswers(stack.addresses().redisUrl());
    }

    Books books() {
        return new Books(stack.addresses().postgres(), redis());
    }

    /** How many requests the simulator has received, whoever sent them; waits until it has ended them all. */
    long received() {
        Map<String, Long> traffic = new HashMap<>();
        Awaitility.await("the simulator has nothing to do")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Matcher fields = FIELD.matcher(
                            send(HttpRequest.newBuilder(simulator().resolve("/sim/calls/summary"))));
                    while (fields.find()) {
                        traffic.put(fields.group(1), Long.parseLong(fields.group(2)));
                    }
                    return traffic.getOrDefault("in_flight", 1L) == 0;
                });
        return traffic.getOrDefault("received", 0L);
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchException("the simulator answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Ends it. Its logs stay, its data goes: a run leaves gigabytes. */
    @Override
    public void close() {
        stack.close();
        client.shutdownNow();
        if (started) {
            deleteData();
        }
    }

    private void deleteData() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Path logs = directory.resolve("logs");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.startsWith(logs) && !file.equals(directory)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
