package dev.fairlead.contracts.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.contracts.money.PriceOverride;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;

/** A catalog as large as one likes, in which values repeat about as often as in a real one. */
final class SyntheticCatalog {

    private static final List<String> PARAMETERS = List.of(
            "temperature",
            "top_p",
            "top_k",
            "max_tokens",
            "stop",
            "seed",
            "tools",
            "tool_choice",
            "response_format",
            "structured_outputs",
            "reasoning",
            "include_reasoning",
            "frequency_penalty",
            "presence_penalty",
            "logprobs",
            "min_p");
    private static final List<String> QUANTIZATIONS = List.of("fp8", "bf16", "fp4", "int8");

    private final Random random = new Random(3);

    private SyntheticCatalog() {}

    /** So many models, each served by so many of 150 providers. */
    static CatalogSnapshot of(int models, int endpoints) {
        return new SyntheticCatalog().snapshot(models, endpoints);
    }

    /** The same with one price changed. */
    static CatalogSnapshot withOneChange(CatalogSnapshot snapshot, int model) {
        List<Model> models = new ArrayList<>(snapshot.models());
        Model old = models.get(model);
        List<Endpoint> endpoints = new ArrayList<>(old.endpoints());
        endpoints.set(0, repriced(endpoints.getFirst(), snapshot.version()));
        models.set(
                model,
                new Model(
                        old.id(),
                        old.name(),
                        old.mode(),
                        old.released(),
                        old.family(),
                        old.contextLength(),
                        old.tokenizer(),
                        old.inputModalities(),
                        old.outputModalities(),
                        old.aliases(),
                        old.retires(),
                        old.successor(),
                        endpoints));
        return new CatalogSnapshot(snapshot.version() + 1, snapshot.publishedAt(), snapshot.providers(), models);
    }

    private static Endpoint repriced(Endpoint old, long price) {
        return new Endpoint(
                old.id(),
                old.provider(),
                old.upstreamModel(),
                old.variant(),
                old.tier(),
                old.region(),
                old.dialect(),
                old.standing(),
                PriceSchedule.flat(TokenPrices.perMillion(new BigDecimal("123." + price), BigDecimal.ONE)),
                old.pricedByCeiling(),
                old.contextLength(),
                old.maxPromptTokens(),
                old.maxOutputTokens(),
                old.quantization(),
                old.inputModalities(),
                old.supportedParameters(),
                old.owner(),
                old.offerPrices());
    }

    private CatalogSnapshot snapshot(int models, int endpoints) {
        List<Provider> providers =
                IntStream.range(0, 150).mapToObj(SyntheticCatalog::provider).toList();
        List<Model> all = new ArrayList<>(models);
        for (int i = 0; i < models; i++) {
            all.add(model(i, endpoints));
        }
        return new CatalogSnapshot(1, Instant.parse("2026-11-23T12:00:00Z"), providers, all);
    }

    private static Provider provider(int i) {
        return new Provider(
                "provider-" + i,
                "Provider " + i,
                "https://api.provider-" + i + ".example/v1",
                Dialect.OPENAI,
                Authentication.BEARER,
                List.of("PROVIDER_" + i + "_API_KEY"),
                List.of(),
                new DataPolicy(i % 3 == 0 ? Boolean.FALSE : null, i % 4 == 0 ? 0 : null),
                List.of("US"),
                null,
                null);
    }

    private Model model(int i, int endpoints) {
        String slug = "model-%05d-instruct".formatted(i);
        String author = "author-%03d".formatted(i / 40);
        BigDecimal price = new BigDecimal(random.nextInt(1, 400)).movePointLeft(2);
        List<Endpoint> served = new ArrayList<>(endpoints);
        for (int k = 0; k < endpoints; k++) {
            served.add(endpoint((i * 7 + k * 13) % 150, author, slug, price));
        }
        return new Model(
                author + '/' + slug,
                "Author: Model " + i,
                Mode.CHAT,
                LocalDate.of(2026, 1, 1).plusDays(i % 300),
                "family-" + i % 20,
                131_072,
                "Other",
                List.of("text", "image"),
                List.of("text"),
                List.of(author + "/model-" + i + "-20260101"),
                null,
                null,
                served);
    }

    private Endpoint endpoint(int provider, String author, String slug, BigDecimal price) {
        String upstream =
                switch (provider % 3) {
                    case 0 -> slug;
                    case 1 -> author + '/' + slug.toUpperCase(java.util.Locale.ROOT);
                    default -> "accounts/p" + provider + "/models/" + slug;
                };
        return new Endpoint(
                "provider-" + provider + '/' + upstream,
                "provider-" + provider,
                upstream,
                null,
                null,
                null,
                null,
                Standing.ROUTABLE,
                schedule(price.multiply(new BigDecimal(80 + random.nextInt(5) * 10))
                        .movePointLeft(2)),
                false,
                131_072,
                131_072,
                16_384 << random.nextInt(3),
                random.nextInt(3) == 0 ? QUANTIZATIONS.get(random.nextInt(4)) : null,
                List.of("text", "image"),
                PARAMETERS.subList(0, 8 + random.nextInt(8)),
                null,
                null);
    }

    private PriceSchedule schedule(BigDecimal price) {
        BigDecimal perToken = price.movePointLeft(6);
        BigDecimal cacheRead = random.nextInt(3) == 0 ? perToken.movePointLeft(1) : null;
        TokenPrices base = new TokenPrices(
                perToken,
                perToken.multiply(BigDecimal.valueOf(4)),
                BigDecimal.ZERO,
                cacheRead,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        List<PriceOverride> overrides = random.nextInt(20) == 0
                ? List.of(new PriceOverride(
                        200_000, null, null, null, Map.of(PriceKind.INPUT, perToken.multiply(BigDecimal.valueOf(2)))))
                : List.of();
        return new PriceSchedule(base, Map.of(), overrides);
    }
}
