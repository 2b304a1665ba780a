package dev.fairlead.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One request over a bare socket, for what an HTTP client hides: partial answers, bytes, and how a connection ends. */
final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final StringBuilder received = new StringBuilder();

    /** How the other side ended the connection. */
    enum Ending {
        CLOSED,
        RESET
    }

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Sends a chat request. */
    static RawConnection send(int port, String behaviour, String requestId, String body) {
        return send(port, behaviour, requestId, body, body.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Sends a chat request that announces a body of another length than it has. */
    static RawConnection send(int port, String behaviour, String requestId, String body, int announced) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-test\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + announced + "\r\nX-Request-Id: " + requestId
                + "\r\nX-Sim: " + behaviour + "\r\n\r\n";
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until a text has come; gives all that has come, a character for each byte. */
    String readUntil(String text) {
        try {
            while (received.indexOf(text) < 0) {
                if (!read()) {
                    throw new AssertionError("ended without '" + text + "': " + received);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("broke without '" + text + "': " + received, e);
        }
        return received.toString();
    }

    /** Reads until the other side ends the connection. */
    Ending readToEnd() {
        try {
            while (read()) {
                // on
            }
            return Ending.CLOSED;
        } catch (SocketException e) {
            return Ending.RESET;
        } catch (IOException e) {
            throw new AssertionError("did not end: " + received, e);
        }
    }

    String received() {
        return received.toString();
    }

    private boolean read() throws IOException {
        byte[] buffer = new byte[65_536];
        int count = in.read(buffer);
        if (count < 0) {
            return false;
        }
        received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        return true;
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
