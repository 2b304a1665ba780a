package dev.fairlead.e2e.suite;

import dev.fairlead.devstack.Demo;

import static org.assertj.core.api.Assertions.assertThat;

/** What no caller may ever read in an answer. */
public final class Confidentiality {

    private Confidentiality() {}

    /** That a text tells nothing of our inside, and no secret of ours or a provider's. */
    public static void assertKept(String text) {
        assertThat(text)
                .doesNotContain("\tat ", "Exception", "dev.fairlead", "io.vertx", "java.lang", "127.0.0.1")
                .doesNotContain(Demo.ACME_KEY, Demo.SIMULATOR_KEY, Demo.EDGE_CLIENT_SECRET);
    }
}
