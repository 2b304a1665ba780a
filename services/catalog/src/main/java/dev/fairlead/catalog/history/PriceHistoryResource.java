package dev.fairlead.catalog.history;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.store.CatalogStore;
import dev.fairlead.catalog.store.ListedPrice;
import dev.fairlead.contracts.money.PriceKind;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Prices of a model over time. */
@Path("/internal/models/{author}/{slug}/prices")
public final class PriceHistoryResource {

    private static final Logger LOG = Logger.getLogger(PriceHistoryResource.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final CatalogStore store;

    PriceHistoryResource(CatalogStore store) {
        this.store = store;
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
        return store.prices(model, moment)
                .onFailure()
                .transform(e -> {
                    LOG.debugf("price history: %s", e.getMessage());
                    return new ProblemException(
                            Problem.of(503, "Store away", "The catalog's store does not answer."), RETRY_AFTER);
                })
                .map(prices -> {
                    if (prices == null) {
                        throw new ProblemException(
                                Problem.of(404, "Unknown model", "There is no model '" + model + "'."));
                    }
                    return new PriceHistory(model, moment, answer(prices));
                });
    }

    private static List<PriceHistory.Price> answer(List<ListedPrice> prices) {
        return prices.stream()
                .map(price -> new PriceHistory.Price(
                        price.endpoint(),
                        price.validFrom(),
                        price.prices() == null ? null : price.prices().asOf(),
                        amounts(price.prices())))
                .toList();
    }

    private static Map<String, String> amounts(@Nullable PriceList prices) {
        Map<String, String> amounts = new LinkedHashMap<>();
        if (prices != null) {
            for (PriceKind kind : PriceKind.values()) {
                BigDecimal amount = prices.amount(kind);
                if (amount != null) {
                    amounts.put(kind.field(), amount.toPlainString());
                }
            }
        }
        return amounts;
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
