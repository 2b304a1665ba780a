package dev.fairlead.edge.provider;

import java.util.Arrays;

import dev.fairlead.edge.envelope.JsonFault;
import io.vertx.core.buffer.Buffer;

/**
 * Splits a stream of server-sent events into the data of each, wherever the network has cut it. Comments and fields
 * other than {@code data} are passed over. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class SseReader {

    /** Takes the data of one event, valid only during the call. */
    interface DataHandler {
        void data(byte[] bytes, int from, int to);
    }

    private static final int FIRST_SIZE = 2048;

    private final int maxEventBytes;
    private final DataHandler handler;
    private byte[] buffer = new byte[FIRST_SIZE];
    /** What of the buffer is filled, where the line in work starts, and how far it has been looked at. */
    private int filled;

    private int lineStart;
    private int looked;
    /** The data of the event in work, within the buffer; -1 if there is none yet. */
    private int dataStart = -1;

    private int dataEnd;

    SseReader(int maxEventBytes, DataHandler handler) {
        this.maxEventBytes = maxEventBytes;
        this.handler = handler;
    }

    /**
     * Takes the next part of the stream.
     *
     * @throws JsonFault if an event is larger than allowed
     */
    void feed(Buffer part) {
        int length = part.length();
        makeRoom(length);
        part.getBytes(buffer, filled);
        filled += length;
        while (looked < filled) {
            if (buffer[looked] == '\n') {
                line(lineStart, looked);
                lineStart = looked + 1;
            }
            looked++;
        }
        if (filled - eventStart() > maxEventBytes) {
            throw new JsonFault("an event is larger than " + maxEventBytes + " bytes", filled);
        }
    }

    /** The stream is over: what is there of a last event without its blank line counts. */
    void end() {
        if (lineStart < filled) {
            line(lineStart, filled);
        }
        dispatch();
        filled = 0;
        lineStart = 0;
        looked = 0;
    }

    private void line(int from, int lineEnd) {
        int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (to == from) {
            dispatch();
            return;
        }
        if (to - from < 5
                || buffer[from] != 'd'
                || buffer[from + 1] != 'a'
                || buffer[from + 2] != 't'
                || buffer[from + 3] != 'a'
                || buffer[from + 4] != ':') {
            return;
        }
        int start = from + 5;
        if (start < to && buffer[start] == ' ') {
            start++;
        }
        if (dataStart < 0) {
            dataStart = start;
            dataEnd = to;
        } else {
            // A second line of data: moved up behind the first, with the line break that belongs between them.
            buffer[dataEnd++] = '\n';
            System.arraycopy(buffer, start, buffer, dataEnd, to - start);
            dataEnd += to - start;
        }
    }

    private void dispatch() {
        if (dataStart >= 0) {
            int start = dataStart;
            dataStart = -1;
            handler.data(buffer, start, dataEnd);
        }
    }

    private int eventStart() {
        return dataStart >= 0 ? dataStart : lineStart;
    }

    private void makeRoom(int length) {
        int keep = eventStart();
        if (keep == filled) {
            // The usual case: events end where buffers end.
            filled = 0;
            lineStart = 0;
            looked = 0;
        } else if (filled + length > buffer.length && keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, filled - keep);
            filled -= keep;
            lineStart -= keep;
            looked -= keep;
            if (dataStart >= 0) {
                dataStart -= keep;
                dataEnd -= keep;
            }
        }
        if (filled + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + length));
        }
    }
}
