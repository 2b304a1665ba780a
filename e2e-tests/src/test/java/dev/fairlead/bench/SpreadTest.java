package dev.fairlead.bench;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpreadTest {

    @Test
    void middleOfAnOddNumberIsTheMiddleOne() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    }

    @Test
    void middleOfAnEvenNumberLiesBetweenTheTwoMiddleOnes() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void nothingHasNoMiddle() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textHasTheEndsOnlyWhereThereAreSome() {
        assertThat(new Spread(2.04, 1, 9.96).text(1)).isEqualTo("2.0 [1.0 to 10.0]");
        assertThat(new Spread(12.6, 12.6, 12.6).text(0)).isEqualTo("13");
    }
}
