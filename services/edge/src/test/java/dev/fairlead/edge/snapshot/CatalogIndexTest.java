package dev.fairlead.edge.snapshot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.edge.offer.Offer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogIndexTest {

    private static final Provider PROVIDER =
            new Provider("p", "P", "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
    private static final Model MODEL = new Model(
            "author/model",
            "Model",
            Mode.CHAT,
            null,
            null,
            1,
            "",
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            List.of(new Endpoint("p/model", "p", "model", TokenPrices.FREE, 1, 1, null, List.of())));

    private final CatalogIndex index =
            new CatalogIndex(new CatalogSnapshot(7, Instant.EPOCH, List.of(PROVIDER), List.of(MODEL)));

    @Test
    void findsProvidersByTheirIdsAndModelsByTheirNames() {
        assertThat(index.provider("p")).isEqualTo(PROVIDER);
        assertThat(index.provider("q")).isNull();
        assertThat(index.resolve("model", "acme", LocalDate.EPOCH)).isEqualTo(new Resolution.Found(MODEL, List.of()));
        assertThat(index.snapshot().version()).isEqualTo(7);
    }

    @Test
    void takesOverTheOffersOfModelsThatHaveNotChanged() {
        // Given: a reader of snapshots keeps the models, and reads the providers anew.
        Provider same =
                new Provider("p", "P", "http://127.0.0.1", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());
        Provider other =
                new Provider("p", "P", "http://127.0.0.2", Dialect.OPENAI, Authentication.NONE, List.of(), List.of());

        // When
        CatalogIndex next = index.with(new CatalogSnapshot(8, Instant.EPOCH, List.of(same), List.of(MODEL)));
        CatalogIndex last = next.with(new CatalogSnapshot(9, Instant.EPOCH, List.of(other), List.of(MODEL)));

        // Then
        Offer offer = index.offers().of(MODEL).getFirst();
        assertThat(next.offers().of(MODEL)).singleElement().isSameAs(offer);
        assertThat(last.offers().of(MODEL)).singleElement().isNotSameAs(offer);
        assertThat(last.offers().of(MODEL).getFirst().provider()).isSameAs(other);
        assertThat(last.model("author/model")).isSameAs(MODEL);
        assertThat(last.model("author/other")).isNull();
    }
}
