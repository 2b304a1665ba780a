package dev.fairlead.platform.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.embedded.RedisServer;

/** A real Redis on a free port, that can be frozen and killed. */
public final class RedisProcess implements AutoCloseable {

    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");

    private final int port;
    private RedisServer server;
    private long pid;

    private RedisProcess(int port) {
        this.port = port;
        this.server = newServer();
    }

    /** A port with nothing on it yet; {@link #start} it. */
    public static RedisProcess onFreePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new RedisProcess(free.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public RedisProcess start() {
        server.start();
        pid = readPid();
        return this;
    }

    /** As {@code kill -9}: what was not saved is lost, connections are reset. */
    public void kill() {
        signal("KILL");
        server.stop();
        server = newServer();
    }

    /** From now on it accepts connections and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (server.isActive()) {
            // A frozen process would not end.
            kill();
        }
    }

    private RedisServer newServer() {
        return RedisServer.builder()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .build();
    }

    private long readPid() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            String info = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            Matcher matcher = PROCESS_ID.matcher(info);
            if (!matcher.find()) {
                throw new IllegalStateException("Redis does not tell its process id: " + info);
            }
            return Long.parseLong(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
