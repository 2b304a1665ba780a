package dev.fairlead.catalog.answers;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.search.LiveFigures;
import dev.fairlead.catalog.search.ModelIndex;
import dev.fairlead.catalog.search.ModelQuery;
import dev.fairlead.catalog.search.Row;
import dev.fairlead.catalog.search.SampleListing;
import dev.fairlead.contracts.routing.RoutingTable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

class RssFeedTest {

    private static final URI PUBLIC = URI.create("https://gateway.example");

    private static Document parsed(byte[] xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void feedIsWellFormedAndHasAnItemForEachModel() throws Exception {
        Listing listing = SampleListing.of(40, 80, 3);
        ModelIndex index =
                ModelIndex.of(listing, SampleListing.snapshot(listing), SampleListing.TODAY, ModelJson::render);
        List<Row> rows = index.select(ModelQuery.ALL, null, LiveFigures.of(index, RoutingTable.EMPTY));

        Document feed = parsed(new RssFeed(PUBLIC, false).of(rows));
        Document chats = parsed(new RssFeed(PUBLIC, true).of(rows));

        assertThat(feed.getDocumentElement().getAttribute("version")).isEqualTo("2.0");
        NodeList items = feed.getElementsByTagName("item");
        assertThat(items.getLength()).isEqualTo(rows.size()).isPositive();
        for (int i = 0; i < items.getLength(); i++) {
            Element item = (Element) items.item(i);
            Row row = rows.get(i);
            assertThat(text(item, "guid")).isEqualTo(row.id());
            assertThat(text(item, "title")).isEqualTo(ModelJson.name(row.entry()));
            assertThat(text(item, "description")).isEqualTo(row.entry().model().description());
            assertThat(text(item, "link")).isEqualTo("https://gateway.example/api/v1/model/" + row.id());
            Element chat = (Element) chats.getElementsByTagName("item").item(i);
            assertThat(text(chat, "link"))
                    .startsWith("https://gateway.example/chat?models=")
                    .doesNotContain(" ");
        }
    }

    @Test
    void whatXmlCannotSayIsLeftOut() {
        assertThat(RssFeed.escaped("a\u0000b\u0008<&>\"\uD83D\uDE00\uFFFE\tc"))
                .isEqualTo("ab&lt;&amp;&gt;&quot;\uD83D\uDE00\tc");
    }
}
