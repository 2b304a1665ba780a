package dev.fairlead.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import com.sun.net.httpserver.HttpServer;

/** Stands in for every service of the suite: healthy, or as the environment wants it. */
final class FakeService {

    /** Names a service that ends at once with exit code 3. */
    static final String DIES = "FAIRLEAD_FAKE_DIES";

    /** Names a service that never becomes healthy. */
    static final String AILS = "FAIRLEAD_FAKE_AILS";

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        String name = Path.of("").toAbsolutePath().getFileName().toString();
        System.out.println("fake " + name + " begins");
        if (name.equals(System.getenv(DIES))) {
            System.out.println("fake " + name + " gives up");
            System.exit(3);
        }
        int status = name.equals(System.getenv(AILS)) ? 503 : 200;
        int port = Integer.parseInt(System.getenv("FAIRLEAD_MANAGEMENT_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }
}
