package dev.fairlead.contracts.catalog.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

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
import org.jspecify.annotations.Nullable;

/** Catalogs that are as odd as the types allow. */
final class RandomCatalog {

    private static final List<String> TEXTS =
            List.of("", "a", "text", "image", "é😀\n\"\u0000", "fp8", "tools", "x".repeat(300), "acme", "a:b@c/d");

    private final Random random;

    RandomCatalog(Random random) {
        this.random = random;
    }

    CatalogSnapshot snapshot() {
        return new CatalogSnapshot(
                random.nextLong() >>> random.nextInt(64),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                many(this::provider),
                many(this::model));
    }

    Model model() {
        return new Model(
                text(),
                text(),
                any(Mode.class),
                maybe(this::date),
                maybe(this::text),
                random.nextLong(),
                text(),
                many(this::text),
                many(this::text),
                many(this::text),
                maybe(this::date),
                maybe(this::text),
                many(this::endpoint));
    }

    private Provider provider() {
        return new Provider(
                text(),
                text(),
                maybe(this::text),
                any(Dialect.class),
                any(Authentication.class),
                many(this::text),
                many(this::text),
                new DataPolicy(maybe(random::nextBoolean), maybe(random::nextInt)),
                many(this::text),
                maybe(this::text),
                maybe(this::text));
    }

    private Endpoint endpoint() {
        String provider = text();
        String upstream = text();
        String region = maybe(this::text);
        String variant = maybe(this::text);
        return new Endpoint(
                random.nextBoolean() ? text() : CatalogDecoder.usualId(provider, upstream, region, variant),
                provider,
                upstream,
                variant,
                maybe(this::text),
                region,
                maybe(() -> any(Dialect.class)),
                any(Standing.class),
                maybe(this::schedule),
                random.nextBoolean(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                maybe(this::text),
                many(this::text),
                many(this::text),
                maybe(this::text),
                maybe(this::schedule));
    }

    private PriceSchedule schedule() {
        TokenPrices base = new TokenPrices(
                price(),
                price(),
                price(),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price),
                maybe(this::price));
        return new PriceSchedule(base, random.nextBoolean() ? Map.of() : amounts(), many(this::override));
    }

    private PriceOverride override() {
        boolean hasWindow = random.nextBoolean();
        return new PriceOverride(
                random.nextLong() >>> 1,
                hasWindow ? LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L)) : null,
                hasWindow ? LocalTime.ofSecondOfDay(random.nextInt(86_400)) : null,
                maybe(this::text),
                amounts());
    }

    private Map<PriceKind, BigDecimal> amounts() {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (int i = 0; i <= random.nextInt(3); i++) {
            amounts.put(any(PriceKind.class), price());
        }
        return amounts;
    }

    /** Zeros and ends of the number ranges, with and without trailing zeros, tiny and huge. */
    private BigDecimal price() {
        int scale = random.nextInt(60) - 20;
        return switch (random.nextInt(5)) {
            case 0 -> BigDecimal.valueOf(0, scale);
            case 1 -> BigDecimal.valueOf(random.nextInt(1_000) * 10L, scale);
            case 2 -> BigDecimal.valueOf(Long.MAX_VALUE, scale);
            case 3 -> new BigDecimal(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE), scale);
            default -> new BigDecimal(new BigInteger(200, random), Integer.MAX_VALUE - random.nextInt(2));
        };
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + (random.nextBoolean() ? "" : random.nextInt(50));
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.get(random.nextInt(all.size()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> many(Supplier<T> value) {
        List<T> many = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            many.add(value.get());
        }
        return many;
    }
}
