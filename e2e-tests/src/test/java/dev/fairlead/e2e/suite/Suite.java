package dev.fairlead.e2e.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.RunningPart;
import dev.fairlead.devstack.Stack;
import dev.fairlead.devstack.StackBuilder;

import static org.awaitility.Awaitility.await;

/** A stack of its own on free ports, with empty stores, and the views on it that tests need. */
public final class Suite implements AutoCloseable {

    /** API key of the organisation {@value #PENNILESS}, which has no credits. */
    public static final String PENNILESS_KEY = "sk-fl-v1-" + "de32".repeat(16);

    /** An organisation without credits. */
    public static final String PENNILESS = "penniless";

    private static final String KEYCLOAK_DATA = "keycloak";

    private final Stack stack;

    private Suite(Stack stack) {
        this.stack = stack;
    }

    /**
     * Starts a stack and returns when all of it is healthy.
     *
     * @param name of its directory under {@code target/stacks}
     * @param more what this stack has that others do not
     */
    public static Suite start(String name, UnaryOperator<StackBuilder> more) {
        Path directory = Path.of("target", "stacks", name).toAbsolutePath();
        clear(directory);
        StackBuilder builder = Stack.builder()
                .dataDirectory(directory)
                .ports(Ports.free())
                .settings(Part.BILLING, billing())
                .jvm(Part.EDGE, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m");
        return new Suite(more.apply(builder).start());
    }

    /** Settings of billing that every stack of the tests has: an organisation that cannot pay. */
    public static Map<String, String> billing() {
        String prefix = "FAIRLEAD_BILLING_BOOTSTRAP_ORGANISATIONS_2__";
        return Map.of(
                prefix + "ID",
                PENNILESS,
                prefix + "NAME",
                "Penniless",
                prefix + "CREDITS",
                "0",
                prefix + "API_KEY",
                PENNILESS_KEY);
    }

    public Stack stack() {
        return stack;
    }

    /** The edge, called with the key of the organisation {@code acme}. */
    public Gateway gateway() {
        return new Gateway(stack.part(Part.EDGE).uri(), Demo.ACME_KEY);
    }

    /** Another edge of this stack, called with the same key. */
    public Gateway gateway(RunningPart edge) {
        return new Gateway(edge.uri(), Demo.ACME_KEY);
    }

    public Simulator simulator() {
        return new Simulator(stack.part(Part.SIMULATOR).uri());
    }

    public LedgerDatabase ledger() {
        return new LedgerDatabase(stack.addresses().postgres());
    }

    public SpendingLevels levels() {
        return new SpendingLevels(stack.addresses().redisUrl());
    }

    public Traces traces() {
        return new Traces(stack.part(Part.VIEWER).uri());
    }

    public People people() {
        return new People(stack.addresses().keycloakUrl());
    }

    /** Returns when every request so far is settled and booked. */
    public void awaitBooked() {
        await("everything is settled and booked")
                .atMost(Duration.ofSeconds(15))
                .until(() -> levels().openReservations() == 0 && levels().unbookedEvents() == 0);
    }

    /** The log files of all parts. */
    public List<Path> logs() {
        try (Stream<Path> files = Files.list(stack.data().resolve("logs"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }

    /** Keycloak's data is the same each time and takes long to make; all else begins anew. */
    private static void clear(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> old = files.filter(file -> !file.equals(directory)
                            && !directory.relativize(file).startsWith(KEYCLOAK_DATA))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path file : old) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
