package dev.fairlead.devstack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param without parts to leave out
 */
record Options(Command command, Set<Part> without) {

    enum Command {
        RUN,
        STOP,
        HELP
    }

    static final String USAGE = """
            Usage: devstack [run] [--without PART,PART...]   starts everything; Ctrl-C ends it
                   devstack stop                             ends a devstack that runs elsewhere
            Parts: %s
            Environment:
              FAIRLEAD_DATA_DIR            where data and logs go (target/devstack)
              FAIRLEAD_PORT_OFFSET         moves all ports by this number
              FAIRLEAD_<PART>_PORT         moves one port; also FAIRLEAD_<PART>_MANAGEMENT_PORT
              FAIRLEAD_<PART>_EXECUTABLE   run instead of a service's jar, such as its native build
              REDIS_URL, POSTGRES_URL, KEYCLOAK_URL, OTEL_EXPORTER_OTLP_ENDPOINT
                                           used instead of an own Redis, PostgreSQL, Keycloak, trace viewer
            """.formatted(String.join(", ", Part.labels()));

    /** @throws StackException if the arguments make no sense */
    static Options parse(List<String> arguments) {
        Command command = Command.RUN;
        Set<Part> without = EnumSet.noneOf(Part.class);
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "run" -> command = Command.RUN;
                case "stop" -> command = Command.STOP;
                case "help", "--help", "-h" -> command = Command.HELP;
                case "--without" -> without.addAll(parts(rest.hasNext() ? rest.next() : ""));
                default -> throw new StackException("unknown argument " + argument + ": see --help");
            }
        }
        return new Options(command, without);
    }

    private static List<Part> parts(String list) {
        return Arrays.stream(list.split(","))
                .map(label -> Part.of(label.strip())
                        .orElseThrow(() -> new StackException("--without " + list + ": '" + label
                                + "' is no part; parts are " + String.join(", ", Part.labels()))))
                .toList();
    }
}
