package dev.fairlead.catalog.importing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PriceBeliefTest {

    @ParameterizedTest
    @CsvSource({"3000, true", "3000.000001, false", "0.003, true", "0.0029999, false", "0, true", "3, true"})
    void amountIsBelievedFromAThousandthToAThousandTimesTheMedian(String amount, boolean believed) {
        PriceBelief.Doubt doubt = PriceBelief.of(price(amount), endpoints("1", "3", "100"), null);

        assertThat(doubt == null).isEqualTo(believed);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(doubtText(price("5000"), endpoints("1", "3"), null))
                .isEqualTo("input 5000 is 2500 times the usual 2");
        assertThat(doubtText(price("0.001"), endpoints("1", "3"), null))
                .isEqualTo("input 0.001 is 1/2000 of the usual 2");
    }

    @Test
    void whereNobodyElseServesTheModelItsOwnOldPriceIsTheMeasure() {
        assertThat(PriceBelief.of(price("5000"), List.of(), price("1"))).isNotNull();
        assertThat(PriceBelief.of(price("5000"), List.of(), null)).isNull();
    }

    private static @Nullable String doubtText(
            PriceList prices, List<ListedEndpoint> others, @Nullable PriceList before) {
        PriceBelief.Doubt doubt = PriceBelief.of(prices, others, before);
        return doubt == null ? null : doubt.toString();
    }

    private static PriceList price(String input) {
        return new PriceList(LocalDate.of(2026, 1, 1), Map.of(PriceKind.INPUT, new BigDecimal(input)));
    }

    private static List<ListedEndpoint> endpoints(String... inputs) {
        List<ListedEndpoint> endpoints = new ArrayList<>();
        for (String input : inputs) {
            endpoints.add(
                    new ListedEndpoint("p" + endpoints.size(), "up", null, 1000, 100, null, List.of(), price(input)));
        }
        return endpoints;
    }
}
