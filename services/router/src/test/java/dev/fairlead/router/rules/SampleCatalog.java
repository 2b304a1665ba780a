package dev.fairlead.router.rules;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.TokenPrices;

/** A catalog of three models, to write rules about. */
final class SampleCatalog {

    private SampleCatalog() {}

    static CatalogSnapshot snapshot() {
        return new CatalogSnapshot(
                1,
                Instant.parse("2026-11-01T00:00:00Z"),
                List.of(new Provider(
                        "acme-ai",
                        "Acme AI",
                        "http://127.0.0.1",
                        Dialect.OPENAI,
                        Authentication.BEARER,
                        List.of("ACME_AI_KEY"),
                        List.of())),
                List.of(model("acme/cheap"), model("acme/dear"), model("acme/fast")));
    }

    private static Model model(String id) {
        Endpoint endpoint = new Endpoint(
                "acme-ai/" + id.substring(id.indexOf('/') + 1),
                "acme-ai",
                id.substring(id.indexOf('/') + 1),
                TokenPrices.perMillion(BigDecimal.ONE, BigDecimal.TWO),
                100_000,
                10_000,
                null,
                List.of());
        return new Model(
                id,
                id,
                Mode.CHAT,
                null,
                null,
                100_000,
                "",
                List.of("text"),
                List.of("text"),
                List.of(),
                null,
                null,
                List.of(endpoint));
    }
}
