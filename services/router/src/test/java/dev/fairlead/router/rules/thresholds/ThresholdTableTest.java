package dev.fairlead.router.rules.thresholds;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.fairlead.contracts.routing.BreakerState;
import dev.fairlead.contracts.routing.Thresholds;
import dev.fairlead.router.breaker.CircuitBreaker;
import dev.fairlead.router.breaker.Evidence;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class ThresholdTableTest {

    private static final Map<String, BigDecimal> TABLE = table();

    private static Map<String, BigDecimal> table() {
        Map<String, BigDecimal> table = new HashMap<>();
        ThresholdTable.of(Thresholds.CURRENT).forEach(row -> table.put(row.name(), row.value()));
        return table;
    }

    @Test
    void everyFigureIsThereOnceWithItsUnitAndWhatItIsFor() throws ReflectiveOperationException {
        // Given
        Set<String> figures = new HashSet<>();
        for (RecordComponent group : Thresholds.class.getRecordComponents()) {
            for (RecordComponent figure : group.getType().getRecordComponents()) {
                String name = figure.getName().replace("Millis", "").replaceAll("([A-Z])", "_$1");
                figures.add(group.getName() + '.' + name.toLowerCase(Locale.ROOT));
            }
        }
        // Spans that stand in a sentence.
        figures.remove("uptime.windows");

        // When, Then
        assertThat(ThresholdTable.of(Thresholds.CURRENT))
                .extracting(ThresholdTable.Row::name)
                .containsExactlyInAnyOrderElementsOf(figures);
        assertThat(ThresholdTable.of(Thresholds.CURRENT)).allSatisfy(row -> {
            assertThat(row.unit()).isNotBlank();
            assertThat(row.meaning()).endsWith(".");
        });
    }

    @Test
    void theBreakerOpensAfterAsManyFailuresAsTheTableSays() {
        CircuitBreaker breaker = CircuitBreaker.initial();
        int failures = 0;
        while (breaker.state() == BreakerState.CLOSED) {
            breaker = breaker.after(failure(1_000));
            failures++;
        }

        assertThat(BigDecimal.valueOf(failures)).isEqualByComparingTo(TABLE.get("breaker.failures_in_a_row"));
        long openMillis = requireNonNull(TABLE.get("breaker.first_open")).longValueExact();
        assertThat(breaker.at(1_000 + openMillis - 1).state()).isEqualTo(BreakerState.OPEN);
        assertThat(breaker.at(1_000 + openMillis).state()).isEqualTo(BreakerState.HALF_OPEN);
    }

    private static Evidence failure(long atMillis) {
        return new Evidence(atMillis, atMillis, true);
    }
}
