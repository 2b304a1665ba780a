package dev.fairlead.simulator.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import dev.fairlead.simulator.behaviour.Draws;
import org.jspecify.annotations.Nullable;

/** The latest calls, in a ring: the oldest one makes room for the newest. Thread-safe and cheap to write. */
public final class Ledger {

    private final long seed;
    private final int capacity;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Recording recording;
    private volatile Book book;

    /** What a reset throws away. */
    private static final class Book {
        final AtomicReferenceArray<@Nullable Call> ring;
        final AtomicLong received = new AtomicLong();
        final AtomicLong kept = new AtomicLong();
        final AtomicInteger mostInFlight = new AtomicInteger();

        Book(int capacity) {
            this.ring = new AtomicReferenceArray<>(capacity);
        }
    }

    /**
     * How busy the simulator is and was; counts every call, kept or not.
     *
     * @param kept how many calls the ledger has now
     */
    public record Traffic(long received, int inFlight, int mostInFlight, long kept, int capacity) {}

    public Ledger(long seed, int capacity, Recording recording) {
        this.seed = seed;
        this.capacity = capacity;
        this.recording = recording;
        this.book = new Book(capacity);
    }

    /**
     * Opens the record of a call that has just come.
     *
     * @param idPrefix what its id begins with
     */
    public Call begin(String idPrefix, String instance, @Nullable String requestId, @Nullable String traceparent) {
        long number = sequence.incrementAndGet();
        String id = idPrefix + Long.toUnsignedString(Draws.bits(seed, 0, number), Character.MAX_RADIX);
        Call call = new Call(id, instance, requestId, traceparent);
        Book current = book;
        long received = current.received.incrementAndGet();
        if (recording.keeps(received)) {
            current.ring.set((int) (current.kept.getAndIncrement() % capacity), call);
        }
        int running = inFlight.incrementAndGet();
        if (running > current.mostInFlight.get()) {
            current.mostInFlight.accumulateAndGet(running, Math::max);
        }
        return call;
    }

    /** Closes the record of a call; it must not be closed twice. */
    public void end(Call call, Outcome outcome) {
        call.end(outcome);
        inFlight.decrementAndGet();
    }

    /** The calls that match, the newest first. */
    public List<Call> find(CallFilter filter, int limit) {
        List<Call> found = new ArrayList<>();
        Book current = book;
        long newest = current.kept.get() - 1;
        long oldest = Math.max(0, newest + 1 - capacity);
        for (long index = newest; index >= oldest && found.size() < limit; index--) {
            Call call = current.ring.get((int) (index % capacity));
            if (call != null && filter.matches(call)) {
                found.add(call);
            }
        }
        return found;
    }

    /** Shows every call that matches to a consumer. */
    public void forEach(CallFilter filter, Consumer<Call> consumer) {
        Book current = book;
        int used = (int) Math.min(current.kept.get(), capacity);
        for (int slot = 0; slot < used; slot++) {
            Call call = current.ring.get(slot);
            if (call != null && filter.matches(call)) {
                consumer.accept(call);
            }
        }
    }

    /** Forgets all calls and the highest concurrency. */
    public void clear() {
        Book fresh = new Book(capacity);
        fresh.mostInFlight.set(inFlight.get());
        book = fresh;
    }

    public Traffic traffic() {
        Book current = book;
        return new Traffic(
                current.received.get(),
                inFlight.get(),
                current.mostInFlight.get(),
                Math.min(current.kept.get(), capacity),
                capacity);
    }

    public Recording recording() {
        return recording;
    }

    public void record(Recording changed) {
        recording = changed;
    }
}
