package dev.fairlead.e2e.provider;

import java.time.Duration;

import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Suite;

import static org.awaitility.Awaitility.await;

/** What tests of failing providers have in common. */
final class Misbehaviour {

    /** A model with one endpoint, so that nobody stands in for it, and with a price. */
    static final String MODEL = "simulator/sim-slow";

    private static final String WITHOUT_DELAY = "ttft=0,tps=0";
    private static final int SUCCESSES = 4;

    private Misbehaviour() {}

    /** The gateway with a provider that fails in the way that the simulator calls {@code fault}, and else is fast. */
    static Gateway failing(Suite suite, String fault) {
        return suite.gateway().simulating(WITHOUT_DELAY + ",fail=" + fault);
    }

    /**
     * More successes than failures (an endpoint that fails alone is tried three times), so that no breaker opens and
     * hides the next test's failure. A provider that has asked to be left alone is, for so long.
     */
    static void recover(Suite suite, String model) {
        for (int i = 0; i < SUCCESSES; i++) {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> suite.gateway()
                                    .simulating(WITHOUT_DELAY + ",fail=none")
                                    .chat(Chat.to(model).maxTokens(1))
                                    .status()
                            == 200);
        }
    }
}
