package dev.fairlead.router.decision;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.contracts.money.TokenPrices;
import org.jspecify.annotations.Nullable;

/**
 * A model as an organisation can have it.
 *
 * @param price what its cheapest endpoint charges, in dollars for four tokens of which three are the prompt's
 */
record Offer(String id, BigDecimal price) {

    private static final BigDecimal PROMPT_SHARE = BigDecimal.valueOf(3);

    /** The model, if it can take the prompt; reached without asking for a variant. */
    static Optional<Offer> of(Model model, ModelQuestion question, Instant now, LocalDate today) {
        if (model.mode() != Mode.CHAT
                || model.isRetired(today)
                || !model.outputModalities().contains("text")) {
            return Optional.empty();
        }
        BigDecimal cheapest = null;
        for (Endpoint endpoint : model.endpoints()) {
            BigDecimal price = price(endpoint, question, now);
            if (price != null && (cheapest == null || price.compareTo(cheapest) < 0)) {
                cheapest = price;
            }
        }
        return Optional.ofNullable(cheapest).map(price -> new Offer(model.id(), price));
    }

    private static @Nullable BigDecimal price(Endpoint endpoint, ModelQuestion question, Instant now) {
        long promptTokens = question.prompt().promptTokens();
        PriceSchedule prices = endpoint.pricesFor(question.organisation());
        if (prices == null
                || endpoint.standing() != Standing.ROUTABLE
                || endpoint.variant() != null
                || endpoint.maxPromptTokens() < promptTokens
                || (question.prompt().offersTools()
                        && !endpoint.supportedParameters().contains("tools"))) {
            return null;
        }
        TokenPrices usual = prices.at(promptTokens, now, null);
        return usual.prompt().multiply(PROMPT_SHARE).add(usual.completion());
    }
}
