package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.RunningPart;
import dev.fairlead.devstack.Stack;
import dev.fairlead.e2e.suite.Suite;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A stack to break: two edges, no people (Keycloak), nothing to look at (viewer), and short times to recover. */
final class FaultyStack implements AutoCloseable {

    /** After this a reservation of a dead edge is to be gone. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Suite suite;
    private final Stack stack;
    private final List<RunningPart> edges;
    private final Provider provider;
    private final Books books;

    private FaultyStack(Suite suite, List<RunningPart> edges) {
        this.suite = suite;
        this.stack = suite.stack();
        this.edges = edges;
        this.provider = new Provider(stack.part(Part.SIMULATOR).uri());
        this.books = new Books(suite.ledger());
    }

    /** Starts one with empty books. */
    static FaultyStack start(String name, Part... without) {
        Suite suite = Suite.start(
                name,
                plan -> plan.without(Part.VIEWER, Part.CACHE)
                        .without(without)
                        .settings(Part.EDGE, Map.of("FAIRLEAD_EDGE_ADMISSION_LEASE", LEASE.toSeconds() + "s"))
                        .settings(Part.BILLING, billing()));
        return new FaultyStack(
                suite, List.of(suite.stack().part(Part.EDGE), suite.stack().startReplica(Part.EDGE)));
    }

    private static Map<String, String> billing() {
        Map<String, String> settings = Tenant.bootstrap();
        settings.put("FAIRLEAD_BILLING_RECONCILIATION_EVERY", "1s");
        settings.put("FAIRLEAD_BILLING_BOOKING_LONGEST_BACKOFF", "1s");
        return settings;
    }

    /** Patience for what takes as long as a loaded machine needs. */
    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }

    RunningPart part(Part part) {
        return stack.part(part);
    }

    List<RunningPart> edges() {
        return edges;
    }

    /** The edges' addresses. */
    List<URI> gateways() {
        return edges.stream().map(RunningPart::uri).toList();
    }

    Provider provider() {
        return provider;
    }

    Books books() {
        return books;
    }

    RedisClient redis() {
        return RedisClient.connect(stack.addresses().ports().port(Part.REDIS));
    }

    /** What a part counts of something, summed over all labels; zero while it has not counted any. */
    double metric(RunningPart part, String name, String label) {
        return Http.get(part.managementUri().resolve("/q/metrics"))
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Lines of settlements that wait on the disks of the edges for Redis. */
    long journalLines() {
        return edges.stream().mapToLong(this::journalLines).sum();
    }

    /** Lines of settlements that wait on the disk of an edge for Redis. */
    long journalLines(RunningPart edge) {
        Path journal = stack.data().resolve(edge.name()).resolve("journal");
        if (!Files.isDirectory(journal)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(journal)) {
            long lines = 0;
            for (Path file : files.toList()) {
                // It may be gone again: whoever has replayed it deletes it.
                lines += Files.exists(file) ? Files.readString(file).lines().count() : 0;
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a former test's damage good and forgets its calls. */
    void heal() {
        stack.parts().stream()
                .filter(part -> part != Part.KEYCLOAK)
                .map(stack::part)
                .forEach(FaultyStack::revive);
        edges.forEach(FaultyStack::revive);
        provider.reset();
    }

    private static void revive(RunningPart part) {
        if (!part.isAlive()) {
            part.start();
        }
    }

    @Override
    public void close() {
        suite.close();
    }
}
