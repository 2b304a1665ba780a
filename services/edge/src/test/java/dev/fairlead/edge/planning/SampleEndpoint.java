package dev.fairlead.edge.planning;

import java.math.BigDecimal;
import java.util.List;

import dev.fairlead.contracts.catalog.Dialect;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/** An endpoint that differs from a usual one in a few things. */
final class SampleEndpoint {

    private final String id;
    private Standing standing = Standing.ROUTABLE;
    private @Nullable PriceSchedule prices = PriceSchedule.FREE;
    private List<String> parameters = List.of("tools");
    private List<String> modalities = List.of("text");
    private long context = 1_000_000;
    private long maxPrompt = 1_000_000;
    private long maxOutput = 1_000_000;
    private @Nullable String quantization;
    private @Nullable Dialect dialect;
    private @Nullable String variant;
    private @Nullable String tier;
    private @Nullable String region;
    private @Nullable String owner;
    private @Nullable PriceSchedule offer;

    /** An endpoint of the provider that the id begins with. */
    SampleEndpoint(String id) {
        this.id = id;
    }

    /** A price for prompt and completion, in dollars per million tokens. */
    static PriceSchedule perMillion(String dollars) {
        return PriceSchedule.flat(TokenPrices.perMillion(new BigDecimal(dollars), new BigDecimal(dollars)));
    }

    SampleEndpoint standing(Standing other) {
        standing = other;
        return this;
    }

    SampleEndpoint with(Dialect own) {
        dialect = own;
        return this;
    }

    SampleEndpoint as(String ownVariant) {
        variant = ownVariant;
        return this;
    }

    SampleEndpoint in(String ownRegion) {
        region = ownRegion;
        return this;
    }

    SampleEndpoint tier(String ownTier) {
        tier = ownTier;
        return this;
    }

    SampleEndpoint quantized(String ownQuantization) {
        quantization = ownQuantization;
        return this;
    }

    SampleEndpoint priced(@Nullable PriceSchedule own) {
        prices = own;
        return this;
    }

    SampleEndpoint priced(String perMillion) {
        return priced(perMillion(perMillion));
    }

    SampleEndpoint without(String parameter) {
        parameters = parameters.stream().filter(each -> !each.equals(parameter)).toList();
        return this;
    }

    SampleEndpoint understanding(String... names) {
        parameters = List.of(names);
        return this;
    }

    SampleEndpoint reading(String... names) {
        modalities = List.of(names);
        return this;
    }

    SampleEndpoint limited(long contextLength, long promptLength, long outputLength) {
        context = contextLength;
        maxPrompt = promptLength;
        maxOutput = outputLength;
        return this;
    }

    SampleEndpoint unlimited() {
        return limited(0, 0, 0);
    }

    SampleEndpoint ownedBy(String organisation, @Nullable PriceSchedule toOthers) {
        owner = organisation;
        offer = toOthers;
        return this;
    }

    Endpoint endpoint() {
        return new Endpoint(
                id,
                id.substring(0, id.indexOf('/')),
                "upstream",
                variant,
                tier,
                region,
                dialect,
                standing,
                prices,
                false,
                context,
                maxPrompt,
                maxOutput,
                quantization,
                modalities,
                parameters,
                owner,
                offer);
    }
}
