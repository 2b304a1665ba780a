package dev.fairlead.edge.consensus;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.money.PriceSchedule;
import dev.fairlead.edge.decision.DecisionClient;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.routing.ChatCall;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.Snapshots;
import org.jspecify.annotations.Nullable;

/**
 * Chooses whom to ask where the request does not say: three models of different authors, of those that the router finds
 * good for the prompt, and where these do not suffice of the cheapest that can be called from here.
 */
@Singleton
class PanelMembers {

    private static final int MEMBERS = 3;
    private static final int FEWEST = 2;

    private final DecisionClient decisions;
    private final Snapshots snapshots;
    private final Credentials credentials;

    PanelMembers(DecisionClient decisions, Snapshots snapshots, Credentials credentials) {
        this.decisions = decisions;
        this.snapshots = snapshots;
        this.credentials = credentials;
    }

    void choose(ChatCall call, Consumer<List<String>> chosen, Consumer<ApiError> refuse) {
        String organisation = call.key().organisation().value();
        ModelQuestion question =
                new ModelQuestion(call.request().prompt(), organisation, null, null, List.of(), List.of());
        decisions.choose(question).onSuccess(choice -> {
            List<String> members = members(choice, organisation);
            if (members.size() < FEWEST) {
                refuse.accept(ApiError.ofField(
                        "plugins." + ConsensusOptions.PLUGIN + ".models",
                        "is needed, since there are not two models here to choose from"));
            } else {
                chosen.accept(members);
            }
        });
    }

    private List<String> members(@Nullable ModelChoice choice, String organisation) {
        CatalogIndex catalog = snapshots.catalog();
        if (catalog == null) {
            return List.of();
        }
        List<Offer> offers = offers(catalog, organisation);
        Set<String> ids = new HashSet<>();
        offers.forEach(offer -> ids.add(offer.id()));
        // The router knows what is good; only this edge knows whose credentials it has.
        Set<String> ranked = new LinkedHashSet<>(choice == null ? List.of() : choice.models());
        ranked.retainAll(ids);
        offers.forEach(offer -> ranked.add(offer.id()));
        return ofDifferentAuthors(ranked);
    }

    private static List<String> ofDifferentAuthors(Set<String> ranked) {
        List<String> members = new ArrayList<>();
        Set<String> authors = new HashSet<>();
        for (String id : ranked) {
            if (members.size() < MEMBERS && authors.add(id.substring(0, Math.max(0, id.indexOf('/'))))) {
                members.add(id);
            }
        }
        for (String id : ranked) {
            if (members.size() < MEMBERS && !members.contains(id)) {
                members.add(id);
            }
        }
        return members;
    }

    private record Offer(String id, BigDecimal price) {}

    private List<Offer> offers(CatalogIndex catalog, String organisation) {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        List<Offer> offers = new ArrayList<>();
        for (Model model : catalog.snapshot().models()) {
            if (model.mode() == Mode.CHAT && model.outputModalities().contains("text") && !model.isRetired(today)) {
                BigDecimal price = price(model, catalog, organisation);
                if (price != null) {
                    offers.add(new Offer(model.id(), price));
                }
            }
        }
        offers.sort(Comparator.comparing(Offer::price).thenComparing(Offer::id));
        return offers;
    }

    /** Of the cheapest endpoint that can be called; null if there is none. */
    private @Nullable BigDecimal price(Model model, CatalogIndex catalog, String organisation) {
        BigDecimal cheapest = null;
        for (Endpoint endpoint : model.endpoints()) {
            PriceSchedule prices = endpoint.pricesFor(organisation);
            Provider provider = catalog.provider(endpoint.provider());
            if (prices != null
                    && endpoint.standing() == Standing.ROUTABLE
                    && endpoint.variant() == null
                    && provider != null
                    && credentials.has(provider)) {
                BigDecimal price = prices.base().prompt().add(prices.base().completion());
                cheapest = cheapest == null ? price : cheapest.min(price);
            }
        }
        return cheapest;
    }
}
