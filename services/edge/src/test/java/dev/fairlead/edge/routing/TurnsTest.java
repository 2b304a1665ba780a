package dev.fairlead.edge.routing;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsTest {

    private final Turns turns = new Turns();

    @Test
    void countsForEachModelByItself() {
        assertThat(turns.take("a/m")).isZero();
        assertThat(turns.take("a/m")).isEqualTo(1);
        assertThat(turns.take("b/n")).isZero();
    }

    @Test
    void doesNotCountWhoOnlyLooks() {
        turns.take("a/m");

        assertThat(turns.peek("a/m")).isEqualTo(1);
        assertThat(turns.peek("a/m")).isEqualTo(1);
        assertThat(turns.take("a/m")).isEqualTo(1);
    }
}
