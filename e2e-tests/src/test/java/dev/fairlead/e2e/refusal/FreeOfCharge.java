package dev.fairlead.e2e.refusal;

import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Answer;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Confidentiality;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.RawConnection;
import dev.fairlead.e2e.suite.Suite;

import static org.assertj.core.api.Assertions.assertThat;

/** Watches over a refused request: nobody pays for it, no provider hears of it, and the next request goes well. */
record FreeOfCharge(Suite suite) {

    private record State(long booked, long calls, Money spent, Money reserved) {}

    /** Does something that must be refused, and gives its answer. */
    <T> T watch(Supplier<T> refused) {
        State before = state();
        T answer = refused.get();
        assertThat(state()).isEqualTo(before);
        assertNextRequestIsAnswered();
        return answer;
    }

    private State state() {
        suite.awaitBooked();
        return new State(
                suite.ledger().size(),
                suite.simulator().count(),
                suite.levels().used("acme"),
                suite.levels().reserved("acme"));
    }

    private void assertNextRequestIsAnswered() {
        String body = Chat.to("simulator/sim-free").maxTokens(1).json();
        try (RawConnection fresh = suite.gateway().connect()) {
            fresh.send("POST " + Gateway.CHAT + " HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n"
                    + "Authorization: Bearer " + Demo.ACME_KEY + "\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(fresh.receive()).startsWith("HTTP/1.1 200 ");
        }
    }

    /** That a refusal has OpenAI's envelope, with one status everywhere, and names the place. */
    static void assertEnvelope(Answer answer, int status, String errorType, String place) {
        JsonNode error = answer.error();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).hasValue("application/json");
        assertThat(error.path("code").asInt()).isEqualTo(status);
        assertThat(error.at("/metadata/error_type").asText()).isEqualTo(errorType);
        assertThat(error.path("message").asText()).contains(place);
        Confidentiality.assertKept(answer.body());
    }
}
