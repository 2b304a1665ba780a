package dev.fairlead.e2e.provider;

import dev.fairlead.e2e.suite.Chat;
import dev.fairlead.e2e.suite.Gateway;
import dev.fairlead.e2e.suite.Suite;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** More successes than failures (an endpoint that fails alone is tried three times), so that no breaker opens and hides the next test's failure. */
    static void recover(Suite suite, String model) {
        for (int i = 0; i < SUCCESSES; i++) {
            assertThat(suite.gateway()
                            .simulating(WITHOUT_DELAY + ",fail=none")
                            .chat(Chat.to(model).maxTokens(1))
                            .status())
                    .isEqualTo(200);
        }
    }
}
