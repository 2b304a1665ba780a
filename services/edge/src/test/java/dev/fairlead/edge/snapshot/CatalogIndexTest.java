package dev.fairlead.edge.snapshot;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.names.Resolution;
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
            List.of());

    private final CatalogIndex index =
            new CatalogIndex(new CatalogSnapshot(7, Instant.EPOCH, List.of(PROVIDER), List.of(MODEL)));

    @Test
    void findsProvidersByTheirIdsAndModelsByTheirNames() {
        assertThat(index.provider("p")).isEqualTo(PROVIDER);
        assertThat(index.provider("q")).isNull();
        assertThat(index.resolve("model", "acme", LocalDate.EPOCH)).isEqualTo(new Resolution.Found(MODEL, List.of()));
        assertThat(index.snapshot().version()).isEqualTo(7);
    }
}
