package dev.fairlead.edge.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PresetMergeTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @Test
    void addsWhatTheRequestDoesNotSay() throws IOException {
        // When
        JsonNode merged = merge(
                "{\"preset\":\"p\",\"temperature\":0.5,\"provider\":{\"sort\":\"price\"}," + HI + "}",
                "{\"model\":\"a\",\"temperature\":1,\"top_p\":0.9,\"provider\":{\"only\":[\"x\"]},\"stop\":[\"a\"]}");

        // Then
        assertThat(merged)
                .isEqualTo(json("{\"model\":\"a\",\"temperature\":0.5,\"top_p\":0.9,\"stop\":[\"a\"],"
                        + "\"provider\":{\"sort\":\"price\"}," + HI + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"model":"@preset/p",HI}               | a
        {"model":"b@preset/p",HI}              | b
        {"model":"b","preset":"p",HI}          | b
        {"preset":"p",HI}                      | a
        {"preset":"p","model":null,HI}         | a
        """)
    void takesThePresetOutOfTheModel(String request, String model) throws IOException {
        JsonNode merged = merge(request.replace("HI", HI), "{\"model\":\"a\"}");

        assertThat(merged).isEqualTo(json("{\"model\":\"" + model + "\"," + HI + "}"));
    }

    @Test
    void neverTakesMessagesNorAnotherPresetFromAPreset() throws IOException {
        assertThat(merge(
                        "{\"model\":\"m\",\"preset\":\"p\"," + HI + "}",
                        "{\"messages\":[{}],\"preset\":\"q\",\"stream\":true}"))
                .isEqualTo(json("{\"model\":\"m\"," + HI + "}"));
    }

    @Test
    void offersTheToolsOfBoth() throws IOException {
        // When
        JsonNode merged = merge(
                "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"b\",\"x\":2}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"c\"}}]," + HI + "}",
                "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"b\",\"x\":1}},{\"type\":\"web\"}]}");

        // Then
        assertThat(merged.get("tools"))
                .isEqualTo(json("[{\"type\":\"function\",\"function\":{\"name\":\"a\"}},{\"type\":\"web\"},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"b\",\"x\":2}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"c\"}}]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "system_prompt"})
    void putsTheSystemPromptFirst(String field) throws IOException {
        assertThat(merge("{\"model\":\"m\"," + HI + "}", "{\"" + field + "\":\"Be \\\"brief\\\".\"}"))
                .isEqualTo(
                        json("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"},"
                                + "{\"role\":\"user\",\"content\":\"hi\"}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system", "developer"})
    void leavesTheRequestItsOwnSystemPrompt(String role) throws IOException {
        String request = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"content\":\"x\","
                + "\"role\":\"" + role + "\"}]}";

        assertThat(merge(request, "{\"system_prompt\":\"y\"}")).isEqualTo(json(request));
    }

    @Test
    void doesNotAddWhatTheRequestSpellsInAnotherCase() throws IOException {
        String request = "{\"model\":\"m\",\"Temperature\":2," + HI + "}";

        assertThat(merge(request, "{\"temperature\":1}")).isEqualTo(json(request));
    }

    @Test
    void refusesWhatIsNoPreset() {
        byte[] request = bytes("{\"model\":\"m\"," + HI + "}");

        ApiException refused = catchThrowableOfType(ApiException.class, () -> PresetMerge.merge(request, bytes("[]")));

        assertThat(refused.error().param()).isEqualTo("preset");
    }

    private static JsonNode merge(String request, String preset) throws IOException {
        ChatRequest.read(bytes(request), new OrganisationId("acme"));
        return FairleadJson.mapper().readTree(PresetMerge.merge(bytes(request), bytes(preset)));
    }

    private static JsonNode json(String text) throws IOException {
        return FairleadJson.mapper().readTree(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
