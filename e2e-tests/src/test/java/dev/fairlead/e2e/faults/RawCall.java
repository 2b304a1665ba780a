package dev.fairlead.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A call on a socket of its own, so that a test decides what is sent, how fast is read, and how the call is left. */
final class RawCall implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int SMALL_BUFFER = 16_384;

    /** How a client leaves. */
    enum Leaving {
        /** It closes its side in good order. */
        FIN,
        /** It vanishes, as a killed process may. */
        RESET
    }

    private final Socket socket;

    private RawCall(Socket socket) {
        this.socket = socket;
    }

    /** Sends the whole of a request. */
    static RawCall send(URI gateway, Load.Request request) {
        return sendPart(gateway, request, 0);
    }

    /** Sends a request without its last bytes. */
    static RawCall sendPart(URI gateway, Load.Request request, int missing) {
        String body = request.body();
        String head = "POST /api/v1/chat/completions HTTP/1.1\r\nHost: edge\r\nAuthorization: Bearer " + request.key()
                + "\r\nContent-Type: application/json\r\nX-Sim: " + request.behaviour() + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        byte[] bytes = (head + body).getBytes(StandardCharsets.US_ASCII);
        try {
            Socket socket = new Socket();
            // Before it is connected: then the kernel does not let the window grow.
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(bytes, 0, bytes.length - missing);
            return new RawCall(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to a text; what was read. */
    String readUntil(String text) {
        StringBuilder read = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            while (read.indexOf(text, Math.max(0, read.length() - text.length())) < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new IllegalStateException("the end came before '" + text + "': " + read);
                }
                read.append((char) c);
            }
            return read.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on to the end of a stream and counts its events. */
    long countEvents() {
        String end = "data: [DONE]";
        long events = 0;
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[SMALL_BUFFER];
            StringBuilder line = new StringBuilder();
            while (true) {
                int count = in.read(buffer);
                if (count < 0) {
                    throw new IllegalStateException("the stream ended early, after " + events + " events");
                }
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != '\n') {
                        line.append((char) buffer[i]);
                        continue;
                    }
                    if (line.toString().stripTrailing().equals(end)) {
                        return events;
                    }
                    if (line.indexOf("data: ") == 0) {
                        events++;
                    }
                    line.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away; when that was. */
    Instant leave(Leaving how) {
        try {
            if (how == Leaving.RESET) {
                socket.setSoLinger(true, 0);
            }
            Instant now = Instant.now();
            socket.close();
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        leave(Leaving.FIN);
    }
}
