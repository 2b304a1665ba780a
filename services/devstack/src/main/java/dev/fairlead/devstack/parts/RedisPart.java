package dev.fairlead.devstack.parts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.fairlead.devstack.DataDirectory;
import dev.fairlead.devstack.Part;
import dev.fairlead.devstack.process.ChildCommand;

/** Redis from the class path. It writes every change to its append-only file and never evicts anything. */
public final class RedisPart implements Recipe {

    private static final String PROGRAM = "redis-server-7.0.15-linux-amd64";
    private static final int TIMEOUT_MILLIS = 2_000;

    private final DataDirectory data;
    private final Path tools;
    private final int port;
    private final Map<String, String> environment;

    public RedisPart(DataDirectory data, Path tools, int port, Map<String, String> environment) {
        this.data = data;
        this.tools = tools;
        this.port = port;
        this.environment = environment;
    }

    @Override
    public Part part() {
        return Part.REDIS;
    }

    @Override
    public ChildCommand prepare(Chores chores) {
        Path program = Unpacked.file(tools, PROGRAM);
        Path directory = data.resolve("redis");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ChildCommand(
                part().label(),
                List.of(
                        program.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--dir",
                        directory.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--save",
                        "",
                        "--maxmemory-policy",
                        "noeviction"),
                environment,
                directory,
                data.log(part().label()));
    }

    @Override
    public Optional<String> notReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = line(socket.getInputStream());
            return answer.equals("+PONG") ? Optional.empty() : Optional.of(answer);
        } catch (IOException e) {
            return Optional.of("does not listen yet");
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
