package dev.fairlead.devstack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param name how people know it
 * @param command program and arguments
 * @param environment its whole environment
 * @param directory where it runs
 * @param log where its output goes
 * @param ending how it is brought to an end
 * @param identity a command in front of it that changes who it runs as; mostly empty
 */
public record ChildCommand(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path log,
        Ending ending,
        List<String> identity) {

    /**
     * How a child is brought to an end.
     *
     * @param request the signal that asks it to end in good order
     * @param grace how long it may take over that before it is killed
     * @param orphaned the signal that the kernel sends it when the launcher is gone, however that came about
     */
    public record Ending(String request, Duration grace, String orphaned) {

        /** Asked by SIGTERM, killed after 10 s or with the launcher. */
        public static final Ending DEFAULT = new Ending("TERM", Duration.ofSeconds(10), "KILL");
    }

    public ChildCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        identity = List.copyOf(identity);
    }

    /** A command that ends in the usual way and runs as the launcher's user. */
    public ChildCommand(String name, List<String> command, Map<String, String> environment, Path directory, Path log) {
        this(name, command, environment, directory, log, Ending.DEFAULT, List.of());
    }

    /**
     * The command line that ties the child's life to the launcher's.
     *
     * <p>{@code setsid} keeps the terminal's Ctrl-C from it: the launcher stops its children, in order. {@code setpriv}
     * has the kernel signal it when the launcher's thread that started it is gone. The shell closes the gap in which
     * the launcher could die before that is arranged: then the parent is no longer the launcher.
     */
    List<String> tiedTo(long launcher) {
        List<String> line = new ArrayList<>();
        line.add("setsid");
        line.addAll(identity);
        line.addAll(List.of("setpriv", "--pdeathsig", ending.orphaned(), "--"));
        line.addAll(List.of("sh", "-c", "[ \"$PPID\" = \"$0\" ] && exec \"$@\"", Long.toString(launcher)));
        line.addAll(command);
        return line;
    }
}
