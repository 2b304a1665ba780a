package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.fairlead.devstack.RunningPart;
import dev.fairlead.e2e.faults.Provider.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that reads slowly slows its provider down; what it has not read yet is not heaped up in the edge. */
@ExtendWith(SharedStack.class)
class SlowReaderTest {

    private static final int READERS = 2;
    private static final long TOKENS = 150_000;
    private static final long MEGABYTE = 1 << 20;

    private final FaultyStack stack;

    SlowReaderTest(FaultyStack stack) {
        this.stack = stack;
    }

    @Test
    void providerIsHeldBackUntilTheClientReadsOn() {
        RunningPart edge = stack.edges().getFirst();
        Load.Request request =
                new Load.Request(Tenant.SLOW_READER.key(), "sim-fast", true, 0, "tps=0,completion=" + TOKENS);
        long memoryBefore = memory(edge);

        // Given clients that have read the beginning of streams of some thirty megabytes each, and then no more
        List<RawCall> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            RawCall reader = RawCall.send(edge.uri(), request);
            readers.add(reader);
            reader.readUntil("data: {");
        }

        // Then the provider writes no more either, once everything in between is full
        FaultyStack.await("the provider is held back")
                .during(Duration.ofSeconds(2))
                .until(this::chunks, new Unchanged());
        assertThat(stack.provider().calls())
                .hasSize(READERS)
                .allMatch(call -> call.outcome().equals("running") && call.chunks() < TOKENS * 3 / 4);
        assertThat(memory(edge) - memoryBefore).isLessThan(100 * MEGABYTE);

        // When they read on
        for (RawCall reader : readers) {
            // Then they get all of it: a chunk for each token, and the role or the finish, and the usage
            assertThat(reader.countEvents()).isBetween(TOKENS, TOKENS + 3);
            reader.close();
        }
        assertThat(stack.provider().calls())
                .allMatch(Call::isCompleted)
                .allMatch(call -> call.completionTokens() == TOKENS);
        new Parity(stack, Tenant.SLOW_READER)
                .booksWhatWasDelivered()
                .ledgerIsGenerations()
                .redisIsLedger();
    }

    private long chunks() {
        return stack.provider().calls().stream().mapToLong(Call::chunks).sum();
    }

    /** The memory that a process has of the machine's, in bytes. */
    private static long memory(RunningPart part) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(part.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That a number is what it was when it was looked at before. */
    private static final class Unchanged implements Predicate<Long> {

        private long before = -1;

        @Override
        public boolean test(Long now) {
            boolean unchanged = now == before;
            before = now;
            return unchanged;
        }
    }
}
