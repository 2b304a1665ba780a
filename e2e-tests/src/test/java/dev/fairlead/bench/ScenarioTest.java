package dev.fairlead.bench;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScenarioTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void bodiesAreJsonForTheTargetsModel(Scenario scenario) throws JsonProcessingException {
        for (Target target : Target.values()) {
            JsonNode body = new ObjectMapper().readTree(scenario.body(target));

            assertThat(body.path("model").asText()).isEqualTo(target.model());
            assertThat(body.path("stream").asBoolean()).isEqualTo(scenario.isStreamed());
            assertThat(body.path("max_tokens").asInt()).isEqualTo(scenario.tokens());
        }
    }

    @Test
    void bodiesAreAsLargeAsTheirNamesSayWhateverTheTarget() {
        assertThat(Stream.of(Target.values()).map(Scenario.CHAT_1_KB::body).map(ScenarioTest::bytes))
                .containsOnly(1_024);
        assertThat(Stream.of(Target.values()).map(Scenario.CHAT_20_KB::body).map(ScenarioTest::bytes))
                .containsOnly(20_480);
        assertThat(Stream.of(Target.values()).map(Scenario.CHAT_400_KB::body).map(ScenarioTest::bytes))
                .containsOnly(409_600);
    }

    @Test
    void scriptOfTheLoadGeneratorHasTheRequestAsItIs() {
        String script = LoadGenerator.script(Scenario.PACED_STREAM, Target.EDGE);

        assertThat(script)
                .contains("wrk.path = '/api/v1/chat/completions'\n")
                .contains("wrk.headers['X-Sim'] = 'tps=100'\n")
                .contains("wrk.body = '" + Scenario.PACED_STREAM.body(Target.EDGE) + "'\n");
        assertThat(Scenario.PACED_STREAM.body(Target.EDGE)).doesNotContain("'", "\\");
    }

    @Test
    void probeAcceptsOnlyTheWholeAnswer() {
        String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
        String end = "data: [DONE]\n\n";

        assertThat(Probe.fault(Scenario.STREAM, 200, chunk.repeat(100) + end)).isEmpty();
        assertThat(Probe.fault(Scenario.STREAM, 200, chunk.repeat(99) + end)).contains("99 chunks");
        assertThat(Probe.fault(Scenario.STREAM, 200, chunk.repeat(100))).contains("without an end");
        assertThat(Probe.fault(Scenario.CHAT_1_KB, 402, "no credit")).isEqualTo("status 402, no credit");
        assertThat(Probe.fault(Scenario.CHAT_1_KB, 200, "{\"usage\":{\"completion_tokens\":8}}"))
                .isEmpty();
        assertThat(Probe.fault(Scenario.CHAT_1_KB, 200, "{\"usage\":{}}")).isNotEmpty();
    }

    private static int bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
