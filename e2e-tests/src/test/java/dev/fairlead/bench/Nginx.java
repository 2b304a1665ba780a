package dev.fairlead.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.fairlead.devstack.Demo;
import dev.fairlead.devstack.Ports;
import dev.fairlead.devstack.process.Child;
import dev.fairlead.devstack.process.ChildCommand;
import dev.fairlead.devstack.process.ChildCommand.Ending;
import dev.fairlead.devstack.process.Children;
import org.awaitility.Awaitility;

/** An nginx that does no more than a proxy must: it keeps connections, passes bytes on at once and swaps the key. */
final class Nginx {

    // Killed outright, the master would leave its workers behind.
    private static final Ending ENDING = new Ending("TERM", Duration.ofSeconds(5), "TERM");
    private static final List<String> TEMPORARY =
            List.of("client_body_temp", "proxy_temp", "fastcgi_temp", "uwsgi_temp", "scgi_temp");

    private final Child child;
    private final int port;

    private Nginx(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts one in front of a provider and returns when it listens. */
    static Nginx start(Children children, Path directory, URI provider) {
        int port = Ports.freePort();
        try {
            for (String folder : TEMPORARY) {
                Files.createDirectories(directory.resolve(folder));
            }
            Files.writeString(
                    directory.resolve("nginx.conf"),
                    configuration(port, provider.getAuthority(), System.getProperty("user.name")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Child child = children.start(
                new ChildCommand(
                        "nginx",
                        List.of("nginx", "-e", "stderr", "-p", directory + "/", "-c", "nginx.conf"),
                        Map.of("PATH", System.getenv("PATH")),
                        directory,
                        directory.resolve("nginx.log"),
                        ENDING,
                        List.of()),
                false);
        Nginx nginx = new Nginx(child, port);
        Awaitility.await("nginx listens")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !child.isAlive() || nginx.listens());
        if (!child.isAlive()) {
            throw new BenchException(child.obituary());
        }
        return nginx;
    }

    /** The whole configuration; its paths are relative to the directory that nginx is started in. */
    static String configuration(int port, String provider, String user) {
        StringBuilder temporary = new StringBuilder();
        TEMPORARY.forEach(folder -> temporary.append("  %s_path %s;%n".formatted(folder, folder)));
        // Only root can become somebody else, and would: "nobody" cannot write here.
        return (user.equals("root") ? "user root root;\n" : "")
                + """
                daemon off;
                worker_processes 2;
                pid nginx.pid;
                error_log stderr;
                events { worker_connections 4096; }
                http {
                  access_log off;
                %s  client_max_body_size 64m;
                  client_body_buffer_size 1m;
                  keepalive_timeout 10m;
                  keepalive_requests 100000000;
                  upstream provider {
                    server %s;
                    keepalive 128;
                    keepalive_requests 100000000;
                  }
                  server {
                    listen 127.0.0.1:%d reuseport;
                    location / {
                      proxy_pass http://provider;
                      proxy_http_version 1.1;
                      proxy_set_header Connection "";
                      proxy_set_header Authorization "Bearer %s";
                      proxy_buffering off;
                    }
                  }
                }
                """.formatted(temporary, provider, port, Demo.SIMULATOR_KEY);
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The master; its workers are its children. */
    long pid() {
        return child.pid();
    }
}
