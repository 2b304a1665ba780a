package dev.fairlead.e2e.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Asks Redis itself; one connection, one command at a time. */
final class RedisClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    private RedisClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RedisClient connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            return new RedisClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a spending level says; null where there is no limit. */
    record Level(
            long used,
            long reserved,
            @Nullable Long left,
            @Nullable Long limit) {}

    Level level(String key) {
        List<?> fields = (List<?>) answerTo("HMGET", key, "used", "reserved", "left", "limit");
        Long used = number(fields.get(0));
        Long reserved = number(fields.get(1));
        if (used == null || reserved == null) {
            throw new IllegalStateException("Redis does not know " + key);
        }
        return new Level(used, reserved, number(fields.get(2)), number(fields.get(3)));
    }

    /** The number that a command answers with. */
    long count(String... command) {
        return (Long) answerTo(command);
    }

    private static @Nullable Long number(@Nullable Object text) {
        return text == null ? null : Long.valueOf((String) text);
    }

    private Object answerTo(String... command) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(ascii("*" + command.length + "\r\n"));
            for (String part : command) {
                out.writeBytes(ascii("$" + part.length() + "\r\n" + part + "\r\n"));
            }
            socket.getOutputStream().write(out.toByteArray());
            Object answer = read();
            if (answer == null) {
                throw new IllegalStateException(command[0] + " answered nothing");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Object read() throws IOException {
        int type = in.read();
        String line = line();
        return switch (type) {
            case '+' -> line;
            case ':' -> Long.valueOf(line);
            case '$' -> line.equals("-1") ? null : bulk(Integer.parseInt(line));
            case '*' -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = Integer.parseInt(line); i > 0; i--) {
                    items.add(read());
                }
                yield items;
            }
            default -> throw new IllegalStateException("Redis: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        in.skipNBytes(2);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis has closed the connection");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
