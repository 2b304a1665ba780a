package dev.fairlead.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/** The models that are there without any set-up. Any other name is answered as {@link #CHAT} is. */
public enum BuiltInModel {
    /** An ordinary, quick model. */
    CHAT("sim-chat", "ttft=20ms,tps=200"),
    /** No latency at all: the upstream of benchmarks. */
    FAST("sim-fast", ""),
    /** A slow model, to watch a stream. */
    SLOW("sim-slow", "ttft=200ms,tps=20"),
    /** Always ten tokens: a call of known cost. */
    FLAT("sim-flat", "completion=10"),
    /** Every third call fails. */
    FLAKY("sim-flaky", "ttft=20ms,tps=200,fail=503,fail-every=3"),
    /** Every call fails. */
    DOWN("sim-down", "fail=503"),
    /** Never answers. */
    HANG("sim-hang", "fail=hang");

    private final String id;
    private final String text;

    BuiltInModel(String id, String text) {
        this.id = id;
        this.text = text;
    }

    public String id() {
        return id;
    }

    public Settings settings() {
        return Settings.parse(text);
    }

    /** The model of that name; null if it is none of these. */
    public static @Nullable BuiltInModel byId(String id) {
        for (BuiltInModel model : values()) {
            if (model.id.equals(id)) {
                return model;
            }
        }
        return null;
    }
}
