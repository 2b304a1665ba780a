package dev.fairlead.bench;

import dev.fairlead.devstack.Demo;

/** Whom the load is sent to; in the end the simulator answers it all. */
enum Target {
    /** The simulator itself: what is there without anybody in between. */
    DIRECT("/v1/chat/completions", "sim-fast", Demo.SIMULATOR_KEY),
    /** Sends everything on as it is, but for the caller's key. */
    NGINX("/v1/chat/completions", "sim-fast", Demo.ACME_KEY),
    EDGE("/api/v1/chat/completions", "simulator/sim-fast", Demo.ACME_KEY);

    private final String path;
    private final String model;
    private final String key;

    Target(String path, String model, String key) {
        this.path = path;
        this.model = model;
        this.key = key;
    }

    String path() {
        return path;
    }

    String model() {
        return model;
    }

    String key() {
        return key;
    }
}
