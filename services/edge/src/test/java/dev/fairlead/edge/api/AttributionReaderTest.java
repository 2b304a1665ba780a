package dev.fairlead.edge.api;

import java.nio.charset.StandardCharsets;

import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.usage.Attribution;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttributionReaderTest {

    @Test
    void readsWhatHeadersSay() {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("HTTP-Referer", "https://app.example")
                .add("X-Title", "App")
                .add("X-Department", "research")
                .add("User-Agent", "test/1");

        // When
        Attribution attribution = AttributionReader.read(headers, request("\"session_id\":\"s\""));

        // Then
        assertThat(attribution)
                .isEqualTo(new Attribution("https://app.example", "App", "research", null, "s", "test/1"));
    }

    @Test
    void readsHeadersInTheBodyWhereThereAreNoRealOnes() {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Title", "Real");
        ChatRequest request = request("\"headers\":{\"HTTP-Referer\":\"https://body.example\",\"X-Title\":\"Body\","
                + "\"X-Department\":\"" + "d".repeat(300) + "\",\"X-Session-Id\":\"s\",\"User-Agent\":\"body\"}");

        // When
        Attribution attribution = AttributionReader.read(headers, request);

        // Then
        assertThat(attribution)
                .isEqualTo(new Attribution("https://body.example", "Real", "d".repeat(200), null, "s", null));
    }

    private static ChatRequest request(String members) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + members + "}";
        return ChatRequest.read(body.getBytes(StandardCharsets.UTF_8), new OrganisationId("acme"));
    }
}
