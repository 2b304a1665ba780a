package dev.fairlead.bench;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchSettingsTest {

    @Test
    void withoutAnyVariableItIsWarmEnoughToCount() {
        assertThat(BenchSettings.of(Map.of())).isEqualTo(new BenchSettings(3, 6, BenchSettings.ENOUGH_WARM_UP, false));
    }

    @Test
    void environmentDecides() {
        Map<String, String> environment = Map.of("ROUNDS", "5", "DURATION", " 2 ", "WARMUP", "1000", "TRACES", "1");

        assertThat(BenchSettings.of(environment)).isEqualTo(new BenchSettings(5, 2, 1_000, true));
    }

    @Test
    void senselessVariableIsNamed() {
        assertThatThrownBy(() -> BenchSettings.of(Map.of("ROUNDS", "many")))
                .isInstanceOf(BenchException.class)
                .hasMessage("ROUNDS=many is not a number from 1 to 100: correct or unset it");
        assertThatThrownBy(() -> BenchSettings.of(Map.of("WARMUP", "0"))).hasMessageStartingWith("WARMUP=0 ");
    }
}
