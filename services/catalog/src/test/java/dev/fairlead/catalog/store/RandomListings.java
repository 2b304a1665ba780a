package dev.fairlead.catalog.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

import dev.fairlead.catalog.listing.Benchmarks;
import dev.fairlead.catalog.listing.Lifecycle;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingStatus;
import dev.fairlead.catalog.listing.Origin;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.catalog.listing.ProviderKind;
import dev.fairlead.catalog.listing.ReasoningSupport;
import dev.fairlead.contracts.catalog.Authentication;
import dev.fairlead.contracts.catalog.DataPolicy;
import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** Listings with everything in them that there can be, the same for the same seed. */
final class RandomListings {

    private static final List<String> WORDS = List.of("text", "image", "tools", "seed", "größe", "\"quoted\"", "a'b");

    private final Random random;

    RandomListings(long seed) {
        random = new Random(seed);
    }

    /** Models have from none to {@code endpoints} endpoints each, of different providers. */
    Listing listing(int providers, int models, int endpoints) {
        List<ListedProvider> listedProviders = new ArrayList<>();
        for (int i = 0; i < providers; i++) {
            listedProviders.add(provider("provider-" + i));
        }
        List<ListedModel> listedModels = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            List<ListedEndpoint> listedEndpoints = new ArrayList<>();
            int count = random.nextInt(endpoints + 1);
            for (int j = 0; j < count; j++) {
                listedEndpoints.add(endpoint("provider-" + j % providers, "up/Model-" + i + "." + j));
            }
            listedModels.add(model(i, listedEndpoints));
        }
        return Listing.of(listedProviders, listedModels);
    }

    private ListedProvider provider(String id) {
        return new ListedProvider(
                id,
                "Provider " + id,
                one(ProviderKind.values()),
                maybe(() -> "https://" + id + ".example/v1"),
                one(Dialect.values()),
                one(Authentication.values()),
                words(),
                words(),
                new DataPolicy(maybe(random::nextBoolean), maybe(() -> random.nextInt(90))),
                maybe(() -> "DE"),
                words(),
                maybe(() -> "https://docs.example"),
                maybe(() -> "https://status.example"),
                maybe(() -> "https://privacy.example"),
                maybe(() -> "https://terms.example"),
                maybe(() -> "acme"),
                maybe(() -> "k1." + random.nextLong()),
                one(Origin.values()));
    }

    private ListedModel model(int number, List<ListedEndpoint> endpoints) {
        return new ListedModel(
                "author-" + number % 7 + "/model-" + number,
                "Model " + number,
                random.nextBoolean() ? "" : "With a \\ and\na line",
                one(Mode.values()),
                maybe(this::date),
                maybe(() -> "2025-06"),
                maybe(() -> "family"),
                1 + random.nextInt(2_000_000),
                "Other",
                words(),
                words(),
                words(),
                maybe(() -> new ReasoningSupport(random.nextBoolean(), words(), random.nextBoolean())),
                maybe(random::nextBoolean),
                maybe(() -> "author/Model"),
                words(),
                maybe(random::nextBoolean),
                new Benchmarks(maybe(this::amount), maybe(this::amount), maybe(this::amount), maybe(this::amount)),
                random.nextBoolean() ? List.of() : List.of("alias-" + number, "other-" + number),
                new Lifecycle(maybe(this::date), maybe(this::date), maybe(() -> "author-0/model-0")),
                maybe(() -> "acme"),
                one(Origin.values()),
                endpoints);
    }

    private ListedEndpoint endpoint(String provider, String upstream) {
        PriceList prices = maybe(this::prices);
        return new ListedEndpoint(
                provider,
                upstream,
                maybe(() -> "free"),
                maybe(() -> "turbo"),
                maybe(() -> "eu"),
                maybe(() -> one(Dialect.values())),
                one(ListingStatus.values()),
                maybe(this::date),
                1 + random.nextInt(1_000_000),
                1 + random.nextInt(1_000_000),
                1 + random.nextInt(100_000),
                maybe(() -> "fp8"),
                words(),
                words(),
                prices == null ? PriceStatus.UNKNOWN : one(PriceStatus.LISTED, PriceStatus.ZERO, PriceStatus.SUSPECT),
                prices,
                maybe(this::prices),
                maybe(() -> "acme"),
                maybe(this::prices),
                one(Origin.values()));
    }

    PriceList prices() {
        List<ListedOverride> overrides = new ArrayList<>();
        while (random.nextInt(3) == 0) {
            boolean window = random.nextBoolean();
            overrides.add(new ListedOverride(
                    random.nextInt(3) * 128_000L,
                    window ? LocalTime.of(random.nextInt(24), 30) : null,
                    window ? LocalTime.of(random.nextInt(24), 0) : null,
                    maybe(() -> "flex"),
                    amounts()));
        }
        return new PriceList(date(), random.nextBoolean() ? "" : "a source", amounts(), overrides);
    }

    private Map<PriceKind, BigDecimal> amounts() {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        amounts.put(PriceKind.INPUT, amount());
        for (PriceKind kind : PriceKind.values()) {
            if (random.nextInt(4) == 0) {
                amounts.put(kind, amount());
            }
        }
        return amounts;
    }

    /** Up to more digits than a double can hold. */
    private BigDecimal amount() {
        return new BigDecimal(new BigInteger(10 + random.nextInt(70), random), random.nextInt(13));
    }

    private LocalDate date() {
        return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(2000));
    }

    private List<String> words() {
        return WORDS.stream().filter(word -> random.nextInt(3) == 0).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    @SafeVarargs
    private <T> T one(T... values) {
        return values[random.nextInt(values.length)];
    }
}
