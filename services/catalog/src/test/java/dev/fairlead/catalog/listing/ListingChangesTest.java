package dev.fairlead.catalog.listing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListingChangesTest {

    private static final ListedProvider ACME = new ListedProvider(
            "acme",
            "Acme",
            ProviderKind.FIRST_PARTY,
            "https://acme.example/v1",
            Dialect.OPENAI,
            Authentication.BEARER,
            List.of("KEY"),
            List.of(),
            DataPolicy.UNKNOWN,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            Origin.FILES);

    @Test
    void equalListingsDifferInNothingHoweverTheirPricesAreWritten() {
        assertThat(ListingChanges.between(listing(prices("2.50")), listing(prices("2.5"))))
                .isEmpty();
    }

    @Test
    void firstListingIsAllAdditionsInAnOrderThatCanBeInserted() {
        assertThat(ListingChanges.between(Listing.EMPTY, listing(prices("1"))))
                .extracting(Change::toString)
                .containsExactly(
                        "PROVIDER acme ADDED", "MODEL acme/one ADDED", "ENDPOINT acme/up ADDED", "PRICE acme/up ADDED");
    }

    @Test
    void changedPriceIsOneChangeThatSaysFromWhatToWhat() {
        assertThat(ListingChanges.between(listing(prices("1.00")), listing(prices("1.25"))))
                .extracting(Change::toString)
                .containsExactly("PRICE acme/up CHANGED: input 1 -> 1.25");
    }

    @Test
    void priceThatBecomesUnknownIsRetired() {
        assertThat(ListingChanges.between(listing(prices("1.00")), listing(null)))
                .extracting(Change::toString)
                .containsExactly("PRICE acme/up RETIRED");
    }

    @Test
    void whatIsNoLongerListedIsRetired() {
        assertThat(ListingChanges.between(listing(prices("1")), Listing.of(List.of(ACME), List.of())))
                .extracting(Change::toString)
                .containsExactly("MODEL acme/one RETIRED", "ENDPOINT acme/up RETIRED", "PRICE acme/up RETIRED");
    }

    private static PriceList prices(String input) {
        return new PriceList(
                LocalDate.of(2026, 1, 1),
                Map.of(PriceKind.INPUT, new BigDecimal(input), PriceKind.OUTPUT, BigDecimal.TEN));
    }

    private static Listing listing(@Nullable PriceList prices) {
        ListedEndpoint endpoint = new ListedEndpoint("acme", "up", null, 1000, 100, null, List.of(), prices);
        ListedModel model = new ListedModel(
                "acme/one",
                "One",
                "",
                null,
                1000,
                "Other",
                List.of("text"),
                List.of("text"),
                List.of("one"),
                List.of(endpoint));
        return Listing.of(List.of(ACME), List.of(model));
    }
}
