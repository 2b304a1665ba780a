package dev.fairlead.devstack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** On which ports of this machine the parts listen. */
public final class Ports {

    /** Moves every default port by the same number, so that two stacks stand side by side. */
    public static final String OFFSET_VARIABLE = "FAIRLEAD_PORT_OFFSET";

    private static final int HIGHEST = 65535;
    // Below the range from which Linux takes the ports of outgoing connections: nothing slips in between the check
    // and the start of the part.
    private static final int FREE_FROM = 20_000;
    private static final int FREE_TO = 32_000;
    private static final Set<Integer> HANDED_OUT = new HashSet<>();

    private final Map<Part, Integer> first;
    private final Map<Part, Integer> second;

    private Ports(Map<Part, Integer> first, Map<Part, Integer> second) {
        this.first = first;
        this.second = second;
    }

    /**
     * The well-known ports, moved by {@value #OFFSET_VARIABLE}; a part's own variable wins.
     *
     * @throws StackException if a variable holds no port
     */
    public static Ports of(Map<String, String> environment) {
        int offset = number(environment, OFFSET_VARIABLE, 0, -HIGHEST, HIGHEST);
        Map<Part, Integer> first = new EnumMap<>(Part.class);
        Map<Part, Integer> second = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            first.put(part, port(environment, part.portVariable(), part.defaultPort() + offset));
            if (part.defaultSecondPort() > 0) {
                second.put(part, port(environment, part.secondPortVariable(), part.defaultSecondPort() + offset));
            }
        }
        return new Ports(first, second);
    }

    /** Ports that nothing listens on now; never the same twice in one JVM. */
    public static Ports free() {
        Map<Part, Integer> first = new EnumMap<>(Part.class);
        Map<Part, Integer> second = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            first.put(part, freePort());
            if (part.defaultSecondPort() > 0) {
                second.put(part, freePort());
            }
        }
        return new Ports(first, second);
    }

    /** The same ports, but free ones for {@code part}: for one more replica of it. */
    Ports withFree(Part part) {
        Map<Part, Integer> otherFirst = new EnumMap<>(first);
        otherFirst.put(part, freePort());
        Map<Part, Integer> otherSecond = new EnumMap<>(second);
        otherSecond.computeIfPresent(part, (_, _) -> freePort());
        return new Ports(otherFirst, otherSecond);
    }

    /** The port that the part serves on. */
    public int port(Part part) {
        return first.getOrDefault(part, 0);
    }

    /** The part's port for management or, of the viewer, for OTLP over gRPC; 0 if it has none. */
    public int secondPort(Part part) {
        return second.getOrDefault(part, 0);
    }

    /** A port that nothing listens on now. */
    public static int freePort() {
        synchronized (HANDED_OUT) {
            for (int tries = 0; tries < FREE_TO - FREE_FROM; tries++) {
                int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
                if (!HANDED_OUT.contains(port) && isFree(port)) {
                    HANDED_OUT.add(port);
                    return port;
                }
            }
        }
        throw new StackException("no free port between " + FREE_FROM + " and " + FREE_TO + ": stop what listens there");
    }

    /** Whether a server can listen on the port, on all addresses of this machine. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the parts do: connections of a former server that linger in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int port(Map<String, String> environment, String variable, int fallback) {
        int port = number(environment, variable, fallback, 1, HIGHEST);
        if (port < 1 || port > HIGHEST) {
            throw new StackException(
                    OFFSET_VARIABLE + " moves a port to " + port + ", which is none: choose a smaller offset");
        }
        return port;
    }

    private static int number(Map<String, String> environment, String variable, int fallback, int least, int most) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint.
        }
        throw new StackException(
                variable + "=" + value + " is not a number from " + least + " to " + most + ": correct or unset it");
    }
}
