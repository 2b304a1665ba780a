package dev.fairlead.catalog.answers;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.search.Entry;
import dev.fairlead.catalog.search.Row;

/**
 * The list as an RSS 2.0 feed.
 *
 * @param publicUrl where people reach the gateway; no slash at its end
 * @param chatLinks whether items lead to a chat with the model, instead of to its details
 */
record RssFeed(URI publicUrl, boolean chatLinks) {

    static final String MEDIA_TYPE = "application/rss+xml;charset=UTF-8";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    byte[] of(List<Row> rows) {
        StringBuilder xml = new StringBuilder(1_024)
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n<channel>\n")
                .append("<title>Fairlead models</title>\n<link>")
                .append(escaped(publicUrl + "/api/v1/models"))
                .append("</link>\n<description>Models of this gateway, as they are listed.</description>\n");
        rows.forEach(row -> append(row.entry(), xml));
        return xml.append("</channel>\n</rss>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void append(Entry entry, StringBuilder xml) {
        ListedModel model = entry.model();
        xml.append("<item>\n<title>")
                .append(escaped(ModelJson.name(entry)))
                .append("</title>\n<link>")
                .append(escaped(link(entry.id())))
                .append("</link>\n<guid isPermaLink=\"false\">")
                .append(escaped(entry.id()))
                .append("</guid>\n<description>")
                .append(escaped(model.description()))
                .append("</description>\n");
        LocalDate released = model.released();
        if (released != null) {
            xml.append("<pubDate>")
                    .append(DATE.format(released.atStartOfDay(ZoneOffset.UTC)))
                    .append("</pubDate>\n");
        }
        xml.append("</item>\n");
    }

    private String link(String id) {
        return chatLinks
                ? publicUrl + "/chat?models=" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                : publicUrl + "/api/v1/model/" + id;
    }

    /** Without what XML has no way to say. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (isAllowed(c)) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
