package dev.fairlead.platform.problem;

import java.io.IOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.platform.json.FairleadJson;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTest {

    @Test
    void isAProblemDocument() throws IOException {
        assertThat(json(Problem.of(404, "Not found", "There is no such key."))).isEqualTo(parse("""
                {"type": "about:blank", "title": "Not found", "status": 404, "detail": "There is no such key."}
                """));
    }

    @Test
    void leavesOutWhatThereIsNot() throws IOException {
        assertThat(json(Problem.of(503, "Unavailable", null)))
                .isEqualTo(parse("{\"type\":\"about:blank\",\"title\":\"Unavailable\",\"status\":503}"));
    }

    @Test
    void namesTheFieldAtFault() throws IOException {
        assertThat(json(Problem.ofField(400, "Invalid value", "limit", "must be 0 or more")))
                .isEqualTo(parse("""
                {"type": "about:blank", "title": "Invalid value", "status": 400, "detail": "limit: must be 0 or more",
                 "errors": [{"field": "limit", "detail": "must be 0 or more"}]}
                """));
    }

    @Test
    void travelsInAnExceptionWithoutAStackTrace() {
        Problem problem = Problem.of(402, "No credit", "The organisation has no credit left.");

        ProblemException exception = new ProblemException(problem, Duration.ofSeconds(3));

        assertThat(exception).hasMessage("The organisation has no credit left.");
        assertThat(exception.problem()).isSameAs(problem);
        assertThat(exception.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(exception.getStackTrace()).isEmpty();
        assertThat(new ProblemException(problem).retryAfter()).isNull();
    }

    private static JsonNode json(Problem problem) throws IOException {
        return parse(FairleadJson.mapper().writeValueAsString(problem));
    }

    private static JsonNode parse(String json) throws IOException {
        return FairleadJson.mapper().readTree(json);
    }
}
