package dev.fairlead.devstack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the stack consists of. */
public enum Part {
    POSTGRES(54320, 0, ""),
    REDIS(63790, 0, ""),
    KEYCLOAK(8180, 9180, "MANAGEMENT"),
    /** Its second port takes OTLP over gRPC; OTLP over HTTP goes to the first. */
    VIEWER(54318, 54317, "GRPC"),
    SIMULATOR(8090, 9090, "MANAGEMENT"),
    CATALOG(8081, 9081, "MANAGEMENT"),
    ROUTER(8082, 9082, "MANAGEMENT"),
    CACHE(8083, 9083, "MANAGEMENT"),
    BILLING(8084, 9084, "MANAGEMENT"),
    EDGE(8080, 9080, "MANAGEMENT");

    private final int defaultPort;
    private final int defaultSecondPort;
    private final String secondPortName;

    Part(int defaultPort, int defaultSecondPort, String secondPortName) {
        this.defaultPort = defaultPort;
        this.defaultSecondPort = defaultSecondPort;
        this.secondPortName = secondPortName;
    }

    /** The part's name as people and file names have it: {@code edge}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is a service of this project, built to {@code services/<label>/target/quarkus-app}. */
    public boolean isService() {
        return compareTo(SIMULATOR) >= 0;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** 0 if the part has one port only. */
    int defaultSecondPort() {
        return defaultSecondPort;
    }

    /** The environment variable that moves the part's port. */
    public String portVariable() {
        return "FAIRLEAD_" + name() + "_PORT";
    }

    /** The environment variable that moves the part's second port. */
    public String secondPortVariable() {
        return "FAIRLEAD_" + name() + "_" + secondPortName + "_PORT";
    }

    /** The environment variable that names an executable to run instead of the service's jar. */
    public String executableVariable() {
        return "FAIRLEAD_" + name() + "_EXECUTABLE";
    }

    /** Every environment variable that belongs to the launcher alone and is kept from the children. */
    public static Stream<String> launchersVariables() {
        return Arrays.stream(values())
                .flatMap(part -> Stream.of(part.portVariable(), part.secondPortVariable(), part.executableVariable()));
    }

    /** The part with this label. */
    public static Optional<Part> of(String label) {
        return Arrays.stream(values())
                .filter(part -> part.label().equals(label))
                .findFirst();
    }

    /** All labels, in the order of this enum. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Part::label).toList();
    }
}
