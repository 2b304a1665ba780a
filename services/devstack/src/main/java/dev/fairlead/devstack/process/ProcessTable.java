package dev.fairlead.devstack.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What Linux tells in {@code /proc} about processes. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private ProcessTable() {}

    /**
     * The memory that the processes hold, in bytes; a page that several share counts once in sum. 0 for those that have
     * ended or may not be looked at.
     */
    public static long memory(Stream<ProcessHandle> processes) {
        return processes.mapToLong(ProcessTable::memory).sum();
    }

    private static long memory(ProcessHandle process) {
        Path folder = PROC.resolve(Long.toString(process.pid()));
        return kilobytes(folder.resolve("smaps_rollup"), "Pss:")
                .or(() -> kilobytes(folder.resolve("status"), "VmRSS:"))
                .orElse(0L);
    }

    private static Optional<Long> kilobytes(Path file, String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Who listens on a TCP port of this machine, as {@code process 4711 (java)}; empty if that is not to be seen. */
    public static Optional<String> listener(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listeningSockets(PROC.resolve(table), port));
        }
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holdsOneOf(process, sockets))
                        .findFirst()
                        .map(ProcessTable::describe);
    }

    /** A process as people find it again: {@code process 4711 (java)}. */
    public static String describe(ProcessHandle process) {
        String program = process.info()
                .command()
                .map(command -> " (" + Path.of(command).getFileName() + ")")
                .orElse("");
        return "process " + process.pid() + program;
    }

    private static Set<String> listeningSockets(Path table, int port) {
        String local = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try (Stream<String> lines = Files.lines(table)) {
            lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > 9 && columns[1].endsWith(local) && columns[3].equals(LISTENING))
                    .forEach(columns -> sockets.add("socket:[" + columns[9] + "]"));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holdsOneOf(ProcessHandle process, Set<String> sockets) {
        Path descriptors = PROC.resolve(Long.toString(process.pid())).resolve("fd");
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (sockets.contains(target(link))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
