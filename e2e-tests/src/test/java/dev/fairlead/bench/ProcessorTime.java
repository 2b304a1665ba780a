package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What processes have used of the processors, as the kernel has it under {@code /proc}; all in microseconds. */
final class ProcessorTime {

    private static final Path PROC = Path.of("/proc");
    // The unit in /proc is USER_HZ, which is 100 on every Linux that runs a JVM.
    private static final long MICROS_PER_TICK = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;
    private static final int BUSY_FIELDS_END = 9;
    private static final List<Integer> IDLE_FIELDS = List.of(4, 5);

    private ProcessorTime() {}

    /** Time of a process and of all that descend from it and live. */
    static long ofTree(long pid) {
        return tree(pid).mapToLong(ProcessorTime::own).sum();
    }

    private static long own(long pid) {
        return ticks(stat(pid), USER, SYSTEM) * MICROS_PER_TICK;
    }

    /** Time of a process and of all that descend or descended from it. */
    static long ofTreeEver(long pid) {
        return tree(pid)
                        .mapToLong(process ->
                                ticks(stat(process), USER, SYSTEM, ENDED_CHILDREN_USER, ENDED_CHILDREN_SYSTEM))
                        .sum()
                * MICROS_PER_TICK;
    }

    /** Time that all processors of this machine were busy, whoever with. */
    static long ofMachine() {
        return machine(read(PROC.resolve("stat")));
    }

    /** Memory that a process has resident, in bytes. */
    static long residentMemory(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    private static Stream<Long> tree(long pid) {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    private static String stat(long pid) {
        Path file = PROC.resolve(Long.toString(pid)).resolve("stat");
        // One that ends just now has no file, and whoever has started it has its time.
        return Files.exists(file) ? read(file) : "";
    }

    /** Sums fields of {@code /proc/<pid>/stat}, counted from 0 behind the program's name, which may hold anything. */
    static long ticks(String stat, int... fields) {
        if (stat.isEmpty()) {
            return 0;
        }
        String[] values = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return Arrays.stream(fields)
                .mapToLong(field -> Long.parseLong(values[field]))
                .sum();
    }

    /** Sums what is not idle in the first line of {@code /proc/stat}. */
    static long machine(String stat) {
        String[] values = stat.lines().findFirst().orElse("").split(" +");
        long ticks = 0;
        // The fields behind are guests' time, which the first ones have in them already.
        for (int field = 1; field < Math.min(values.length, BUSY_FIELDS_END); field++) {
            ticks += IDLE_FIELDS.contains(field) ? 0 : Long.parseLong(values[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
