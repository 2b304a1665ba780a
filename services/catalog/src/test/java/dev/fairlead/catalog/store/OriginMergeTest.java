package dev.fairlead.catalog.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class OriginMergeTest {

    private static final ListedProvider ACME = provider("acme", null);
    private static final ListedProvider OTHER = provider("other", null);

    @Test
    void whatAnOperatorWroteStaysWhateverLowerFactsSay() {
        Listing stored =
                Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "1", Origin.OPERATOR))));
        Listing files = Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "5", Origin.FILES))));

        assertThat(merge(stored, files, Origin.FILES, MergeScope.ALL)).isEqualTo(stored);
        assertThat(merge(stored, Listing.EMPTY, Origin.FILES, MergeScope.ALL)).isEqualTo(stored);
    }

    @Test
    void higherFactsTakeThePlaceOfLowerOnesAndKeepIt() {
        Listing stored = Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "1", Origin.FILES))));
        Listing dearer =
                Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "5", Origin.IMPORT))));

        Listing imported = merge(stored, dearer, Origin.IMPORT, new MergeScope(Set.of("acme"), Set.of()));

        assertThat(input(imported, "acme/one")).isEqualTo("5");
        assertThat(merge(imported, stored, Origin.FILES, MergeScope.ALL)).isEqualTo(imported);
    }

    @Test
    void factsThatSayTheSameChangeNothingNotEvenTheOrigin() {
        Listing stored = Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "1", Origin.FILES))));
        Listing same =
                Listing.of(List.of(ACME), List.of(model("a/one", endpoint("acme", "one", "1.00", Origin.IMPORT))));

        assertThat(merge(stored, same, Origin.IMPORT, MergeScope.ALL)).isEqualTo(stored);
    }

    @Test
    void importSpeaksOnlyForTheProvidersAndAuthorsThatItContains() {
        Listing stored = Listing.of(
                List.of(ACME, OTHER),
                List.of(
                        model(
                                "a/one",
                                endpoint("acme", "one", "1", Origin.FILES),
                                endpoint("other", "one", "2", Origin.FILES)),
                        model("a/two", endpoint("acme", "two", "1", Origin.FILES)),
                        model("b/three")));

        Listing merged = merge(
                stored,
                Listing.of(List.of(ACME), List.of()),
                Origin.IMPORT,
                new MergeScope(Set.of("acme"), Set.of("a")));

        // The other provider still serves a/one, so that stays.
        assertThat(merged.models()).containsOnlyKeys("a/one", "b/three");
        assertThat(ListingChanges.endpoints(merged)).containsOnlyKeys("other/one");
        assertThat(merged.providers()).containsOnlyKeys("acme", "other");
    }

    @Test
    void whatAHigherOriginTookAwayDoesNotComeBack() {
        Listing files = Listing.of(
                List.of(ACME),
                List.of(
                        model("a/one", endpoint("acme", "one", "1", Origin.FILES)),
                        model("a/two", endpoint("acme", "two", "1", Origin.FILES))));
        Map<Withdrawn, Origin> withdrawn = Map.of(
                new Withdrawn(Change.Subject.MODEL, "a/one"), Origin.OPERATOR,
                new Withdrawn(Change.Subject.ENDPOINT, "acme/two"), Origin.IMPORT);

        Listing merged = OriginMerge.merge(
                new StoredCatalog(1, Instant.EPOCH, Listing.EMPTY, withdrawn), files, Origin.FILES, MergeScope.ALL);

        assertThat(merged.models()).containsOnlyKeys("a/two");
        assertThat(ListingChanges.endpoints(merged)).isEmpty();
    }

    @Test
    void credentialAndCeilingThatOperatorsEnteredOutliveNewFacts() {
        PriceList ceiling = price("9");
        Listing stored = Listing.of(
                List.of(provider("acme", "sealed")),
                List.of(model(
                        "a/one",
                        endpoint("acme", "one", "1", Origin.FILES)
                                .withPrices(PriceStatus.UNKNOWN, null, Origin.FILES)
                                .withCeiling(ceiling))));
        Listing files = Listing.of(
                List.of(ACME.withBaseUrl("https://new.example/v1")),
                List.of(model(
                        "a/one",
                        endpoint("acme", "one", "1", Origin.FILES)
                                .withPrices(PriceStatus.UNKNOWN, null, Origin.FILES))));

        Listing merged = merge(stored, files, Origin.FILES, MergeScope.ALL);

        assertThat(merged.provider("acme").sealedCredential()).isEqualTo("sealed");
        assertThat(merged.provider("acme").baseUrl()).isEqualTo("https://new.example/v1");
        assertThat(merged.model("a/one").endpoints().getFirst().ceiling()).isEqualTo(ceiling);
    }

    @Test
    void aliasOfAnOperatorIsNotTakenByAFile() {
        Listing stored = Listing.of(
                List.of(),
                List.of(model("z/own").statedBy(Origin.OPERATOR, null).withAliases(List.of("smart"))));
        Listing files = Listing.of(List.of(), List.of(model("a/one").withAliases(List.of("smart", "one"))));

        Listing merged = merge(stored, files, Origin.FILES, MergeScope.ALL);

        assertThat(merged.model("z/own").aliases()).containsExactly("smart");
        assertThat(merged.model("a/one").aliases()).containsExactly("one");
    }

    private static Listing merge(Listing stored, Listing facts, Origin origin, MergeScope scope) {
        return OriginMerge.merge(new StoredCatalog(1, Instant.EPOCH, stored, Map.of()), facts, origin, scope);
    }

    private static String input(Listing listing, String endpoint) {
        PriceList prices = requireNonNull(ListingChanges.endpoints(listing).get(endpoint))
                .endpoint()
                .prices();
        return requireNonNull(requireNonNull(prices).amount(PriceKind.INPUT)).toPlainString();
    }

    private static ListedProvider provider(String id, @Nullable String credential) {
        return new ListedProvider(
                id,
                id,
                ProviderKind.FIRST_PARTY,
                "https://" + id + ".example/v1",
                Dialect.OPENAI,
                Authentication.BEARER,
                List.of(),
                List.of(),
                DataPolicy.UNKNOWN,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                credential,
                Origin.FILES);
    }

    private static ListedModel model(String id, ListedEndpoint... endpoints) {
        return new ListedModel(
                id, id, "", null, 1000, "Other", List.of("text"), List.of("text"), List.of(), Arrays.asList(endpoints));
    }

    private static ListedEndpoint endpoint(String provider, String upstream, String input, Origin origin) {
        return new ListedEndpoint(provider, upstream, null, 1000, 100, null, List.of(), price(input))
                .withPrices(PriceStatus.LISTED, price(input), origin);
    }

    private static PriceList price(String input) {
        return new PriceList(
                LocalDate.of(2026, 1, 1),
                Map.of(PriceKind.INPUT, new BigDecimal(input), PriceKind.OUTPUT, BigDecimal.ONE));
    }
}
