package dev.fairlead.catalog.history;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.store.CatalogRecords;
import dev.fairlead.catalog.store.ChargedPrices;
import dev.fairlead.catalog.store.ListedPrice;
import dev.fairlead.catalog.store.StoreFailures;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Prices of a model over time. */
@Path("/internal/models/{author}/{slug}/prices")
public final class PriceHistoryResource {

    private final CatalogRecords records;

    PriceHistoryResource(CatalogRecords records) {
        this.records = records;
    }

    /**
     * What the model's endpoints charge.
     *
     * @param at a moment such as {@code 2026-01-31T12:00:00Z}: what was charged then; all there ever was without it
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<PriceHistory> prices(
            @PathParam("author") String author, @PathParam("slug") String slug, @QueryParam("at") @Nullable String at) {
        String model = author + '/' + slug;
        Instant moment = at == null ? null : parse(at);
        return records.prices(model, moment)
                .onFailure()
                .transform(StoreFailures::explained)
                .map(prices -> {
                    if (prices == null) {
                        throw new ProblemException(
                                Problem.of(404, "Unknown model", "There is no model '" + model + "'."));
                    }
                    return new PriceHistory(
                            model,
                            moment,
                            prices.stream().map(PriceHistoryResource::answer).toList());
                });
    }

    private static PriceHistory.Price answer(ListedPrice price) {
        ChargedPrices charged = price.charged();
        PriceList prices = charged.prices();
        return new PriceHistory.Price(
                price.endpoint(),
                price.validFrom(),
                charged.status().name().toLowerCase(Locale.ROOT),
                prices == null ? null : prices.asOf(),
                prices == null || prices.source().isEmpty() ? null : prices.source(),
                prices == null ? Map.of() : amounts(prices.amounts()),
                prices == null
                        ? List.of()
                        : prices.overrides().stream()
                                .map(PriceHistoryResource::answer)
                                .toList(),
                amountsOf(charged.ceiling()),
                amountsOf(charged.offer()));
    }

    private static PriceHistory.Condition answer(ListedOverride override) {
        return new PriceHistory.Condition(
                override.abovePromptTokens() == 0 ? null : override.abovePromptTokens(),
                override.utcStart(),
                override.utcEnd(),
                override.serviceTier(),
                amounts(override.amounts()));
    }

    private static @Nullable Map<String, String> amountsOf(@Nullable PriceList prices) {
        return prices == null ? null : amounts(prices.amounts());
    }

    private static Map<String, String> amounts(Map<PriceKind, BigDecimal> amounts) {
        Map<String, String> texts = new LinkedHashMap<>();
        amounts.forEach((kind, amount) -> texts.put(kind.field(), amount.toPlainString()));
        return texts;
    }

    private static Instant parse(String at) {
        try {
            return Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new ProblemException(
                    Problem.ofField(400, "Invalid parameter", "at", "has to be a moment such as 2026-01-31T12:00:00Z"));
        }
    }
}
