package dev.fairlead.catalog.seed;

import java.util.List;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceStatus;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that add to what is known already. */
class SeedImportTest {

    private static final Listing KNOWN = SeedReader.read(List.of(Planted.PROVIDER, Planted.MODELS));

    @Test
    void oneFileHoldsAnyNumberOfProvidersAndAuthors() {
        SeedFile file = new SeedFile("ours.yaml", """
                provider: ours
                name: Ours
                dialect: openai
                authentication: bearer
                endpoints:
                  - {model: ours/big, upstream_model: big, price: {as_of: 2026-02-01, input: 1, output: 2}}
                  - {model: acme/one, upstream_model: one, price: {as_of: 2026-02-01, input: 1, output: 2}}
                ---
                author: ours
                models:
                  - {slug: big, name: Big, context_length: 1000, retires: 2027-01-01, successor: acme/one}
                """);

        Listing listing = SeedReader.read(List.of(file), KNOWN);

        assertThat(listing.providers()).containsOnlyKeys("ours");
        assertThat(listing.models()).containsOnlyKeys("ours/big", "acme/one");
        assertThat(model(listing, "ours/big").origin()).isEqualTo(Origin.IMPORT);
        ListedModel known = model(listing, "acme/one");
        assertThat(known.origin()).isEqualTo(Origin.FILES);
        assertThat(known.withEndpoints(List.of()))
                .isEqualTo(model(KNOWN, "acme/one").withEndpoints(List.of()));
        ListedEndpoint added = known.endpoints().getFirst();
        assertThat(added.id()).isEqualTo("ours/one");
        assertThat(added.contextLength()).isEqualTo(1000);
        assertThat(added.origin()).isEqualTo(Origin.IMPORT);
    }

    @Test
    void documentOfEndpointsAloneRefersToTheKnownProvider() {
        SeedFile file = new SeedFile("more.yaml", """
                provider: acme
                endpoints:
                  - {model: acme/one, upstream_model: One-2}
                """);

        Listing listing = SeedReader.read(List.of(file), KNOWN);

        assertThat(listing.providers()).isEqualTo(KNOWN.providers());
        assertThat(model(listing, "acme/one").endpoints())
                .extracting(ListedEndpoint::id)
                .containsExactly("acme/One-2");
    }

    @Test
    void documentOfEndpointsAloneOfNobodyIsRefused() {
        SeedFile file = new SeedFile("more.yaml", "provider: nobody\nendpoints: []\n");

        assertThatThrownBy(() -> SeedReader.read(List.of(file), KNOWN))
                .hasMessageContaining("more.yaml:1: name: is missing")
                .hasMessageContaining("more.yaml:1: dialect: is missing");
    }

    @Test
    void priceFarFromWhatIsKnownIsSuspect() {
        SeedFile file = new SeedFile("dear.yaml", """
                provider: acme
                endpoints:
                  - {model: acme/one, upstream_model: One-1, price: {as_of: 2026-03-01, input: 1, output: 2501}}
                """);

        ListedEndpoint endpoint = model(SeedReader.read(List.of(file), KNOWN), "acme/one")
                .endpoints()
                .getFirst();

        assertThat(endpoint.priceStatus()).isEqualTo(PriceStatus.SUSPECT);
        assertThat(endpoint.prices()).isNotNull();
    }

    @Test
    void aliasOfAnotherKnownModelIsRefusedUnlessThatGivesItUp() {
        String two = """
                author: acme
                models:
                  - {slug: two, name: Two, aliases: [one]}
                """;

        assertThatThrownBy(() -> SeedReader.read(List.of(new SeedFile("two.yaml", two)), KNOWN))
                .hasMessageContaining("two.yaml:3: models[0].aliases: the alias 'one' is already that of acme/one");
        Listing moved = SeedReader.read(List.of(new SeedFile("two.yaml", two + "  - {slug: one, name: One}\n")), KNOWN);
        assertThat(model(moved, "acme/two").aliases()).containsExactly("one");
    }

    private static ListedModel model(Listing listing, String id) {
        return requireNonNull(listing.models().get(id));
    }
}
