package dev.fairlead.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks Redis single questions. */
final class RedisAnswers {

    private static final int PATIENCE_MILLIS = 10_000;

    private final URI address;

    RedisAnswers(String url) {
        this.address = URI.create(url);
    }

    /** A number; what is not there is 0. */
    long number(String... words) {
        String text = text(words);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** A text or number as text; what is not there is empty. */
    String text(String... words) {
        StringBuilder command = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = line(in);
            return switch (head.isEmpty() ? '-' : head.charAt(0)) {
                case ':', '+' -> head.substring(1);
                case '$' -> {
                    int length = Integer.parseInt(head.substring(1));
                    yield length < 0 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8);
                }
                default -> throw new BenchException("Redis answers " + words[0] + " with " + head);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
