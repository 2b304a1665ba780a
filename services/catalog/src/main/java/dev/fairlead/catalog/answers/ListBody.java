package dev.fairlead.catalog.answers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import jakarta.ws.rs.core.UriInfo;

import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Row;
import org.jspecify.annotations.Nullable;

/** Puts a list of models together from rows that are written already. */
final class ListBody {

    private static final byte[] START = bytes("{\"data\":[");

    private ListBody() {}

    /**
     * The body of an answer.
     *
     * @param rows all that match
     * @param page which of them to show; null for all
     */
    static byte[] of(List<Row> rows, ModelQuery.@Nullable Page page, UriInfo uri) {
        List<Row> shown = page == null ? rows : page.of(rows);
        byte[] end = bytes("],\"total_count\":" + rows.size() + ",\"links\":{\"next\":" + next(rows, page, uri) + "}}");
        int length = START.length + end.length + Math.max(0, shown.size() - 1);
        for (Row row : shown) {
            length = Math.addExact(length, row.json().length);
        }
        byte[] body = new byte[length];
        int at = append(START, body, 0);
        boolean first = true;
        for (Row row : shown) {
            if (!first) {
                body[at++] = ',';
            }
            first = false;
            at = append(row.json(), body, at);
        }
        append(end, body, at);
        return body;
    }

    private static int append(byte[] part, byte[] body, int at) {
        System.arraycopy(part, 0, body, at, part.length);
        return at + part.length;
    }

    /** A reference relative to the gateway, whose name only its callers know. */
    private static String next(List<Row> rows, ModelQuery.@Nullable Page page, UriInfo uri) {
        int offset = page == null ? -1 : page.next(rows.size());
        if (page == null || offset < 0) {
            return "null";
        }
        StringJoiner query = new StringJoiner("&");
        for (Map.Entry<String, List<String>> parameter :
                uri.getQueryParameters().entrySet()) {
            if (!parameter.getKey().equals("offset") && !parameter.getKey().equals("limit")) {
                parameter.getValue().forEach(value -> query.add(encoded(parameter.getKey()) + '=' + encoded(value)));
            }
        }
        query.add("offset=" + offset).add("limit=" + page.limit());
        return '"' + uri.getRequestUri().getRawPath() + '?' + query + '"';
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
