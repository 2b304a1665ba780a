package dev.fairlead.simulator;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The one profile of all tests that need the whole service: with traces, and with one behaviour in its configuration. */
public final class TracedProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.otel.sdk.disabled", "false",
                "quarkus.otel.simple", "true",
                "quarkus.otel.traces.sampler", "parentbased_always_on",
                "fairlead.simulator.behaviours.model.\"configured/model\"", "completion=3",
                "fairlead.simulator.models", "configured/model");
    }
}
