package dev.fairlead.simulator;

import java.util.Map;

import dev.fairlead.simulator.behaviour.Place;
import dev.fairlead.simulator.behaviour.Settings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulatorConfigTest {

    private static SimulatorConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(SimulatorConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SimulatorConfig.class);
    }

    @Test
    void everyKeyHasADefault() {
        SimulatorConfig config = config(Map.of());
        assertThat(config.seed()).isEqualTo(42);
        assertThat(config.completion()).isEqualTo(32);
        assertThat(config.requireKey()).isTrue();
        assertThat(config.keys()).isEmpty();
        assertThat(config.models()).isEmpty();
        assertThat(config.ledger().enabled()).isTrue();
        assertThat(config.ledger().sample()).isEqualTo(1);
        assertThat(config.ledger().capacity()).isEqualTo(200_000);
        assertThat(Simulator.behaviours(config)).isEmpty();
    }

    @Test
    void behavioursAreSetByKindAndName() {
        assertThat(Simulator.behaviours(config(Map.of(
                        "fairlead.simulator.behaviours.model.\"openai/gpt-4o\"", "ttft=300ms,tps=80",
                        "fairlead.simulator.behaviours.instance.east", "latency=5ms"))))
                .isEqualTo(Map.of(
                        new Place(Place.Kind.MODEL, "openai/gpt-4o"), Settings.parse("ttft=300ms,tps=80"),
                        new Place(Place.Kind.INSTANCE, "east"), Settings.parse("latency=5ms")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.m", "team.m"})
    void aBadBehaviourIsNamed(String key) {
        SimulatorConfig config = config(Map.of("fairlead.simulator.behaviours." + key, "tps=fast"));
        assertThatThrownBy(() -> Simulator.behaviours(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fairlead.simulator.behaviours." + key.substring(0, key.indexOf('.')));
    }
}
