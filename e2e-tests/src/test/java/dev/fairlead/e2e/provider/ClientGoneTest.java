package dev.fairlead.e2e.provider;

import java.time.Duration;
import java.time.Instant;

import dev.fairlead.devstack.Demo;
import dev.fairlead.e2e.suite.Cancellation;
import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.OnSharedSuite;
import dev.fairlead.e2e.suite.RawConnection;
import dev.fairlead.e2e.suite.Simulator.Call;
import dev.fairlead.e2e.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A caller hangs up while its request is with a provider: the provider is told at once, and the usage is booked. */
@OnSharedSuite
class ClientGoneTest {

    private static final String MODEL = Misbehaviour.MODEL;

    private final Suite suite;

    ClientGoneTest(Suite suite) {
        this.suite = suite;
    }

    @AfterEach
    void recover() {
        Misbehaviour.recover(suite, MODEL);
    }

    @ParameterizedTest
    @CsvSource({
        "true, latency=1500ms",
        "true, ttft=1500ms",
        "true, silence=1500ms",
        "false, latency=1500ms",
        "false, ttft=1500ms"
    })
    void theProviderIsToldAtOnce(boolean streamed, String stillBusyWith) {
        // Given: a request that the provider works on
        Chat chat = Chat.to(MODEL).maxTokens(50).with("stream", Boolean.toString(streamed));
        String request = "POST " + Gateway.CHAT + " HTTP/1.1\r\nHost: edge\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + Demo.ACME_KEY + "\r\nX-Sim: tps=20," + stillBusyWith
                + "\r\nContent-Length: " + chat.json().length() + "\r\n\r\n" + chat.json();
        Call call;
        Instant closed;
        try (RawConnection connection = suite.gateway().connect()) {
            assertThat(connection.send(request)).isTrue();
            call = await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> suite.simulator().calls("outcome=running&model=sim-slow"), calls -> calls.size() == 1)
                    .getFirst();

            // When
            closed = Instant.now();
        }

        // Then
        Cancellation.assertReachedProvider(suite, call.generation(), closed);
    }
}
