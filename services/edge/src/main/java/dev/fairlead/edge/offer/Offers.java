package dev.fairlead.edge.offer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.money.PriceSchedule;
import org.jspecify.annotations.Nullable;

/** The offers of one version of the catalog, by model. Immutable. */
public final class Offers {

    /** With more words than this it starts anew, since most of them are used no more. */
    private static final int LARGEST_VOCABULARY = 1_024;

    /** What requests call the limit of a completion, whichever name they use. */
    private static final String LIMIT = "max_tokens";

    /** The newer name, which is the only one that some endpoints list. */
    private static final String NEWER_LIMIT = "max_completion_tokens";

    private final Vocabulary parameters;
    private final Vocabulary modalities;
    private final Map<String, OfModel> byModel;

    private record OfModel(Model model, List<Offer> offers) {

        /** Asks for the same objects: a reader of snapshots keeps those that have not changed. */
        @SuppressWarnings("ReferenceEquality")
        boolean isAsBefore(Model now, Map<String, Provider> providers) {
            if (model != now) {
                return false;
            }
            for (Offer offer : offers) {
                if (!offer.isServedBy(providers.get(offer.endpoint().provider()))) {
                    return false;
                }
            }
            return true;
        }
    }

    private Offers(Vocabulary parameters, Vocabulary modalities, Map<String, OfModel> byModel) {
        this.parameters = parameters;
        this.modalities = modalities;
        this.byModel = byModel;
    }

    /** The offers of these models. */
    public static Offers of(Collection<Model> models, Map<String, Provider> providers) {
        return new Offers(Vocabulary.EMPTY, Vocabulary.EMPTY, Map.of()).with(models, providers);
    }

    /** The offers of the next version; those of models and providers that are the same objects are taken over. */
    public Offers with(Collection<Model> models, Map<String, Provider> providers) {
        if (parameters.size() > LARGEST_VOCABULARY || modalities.size() > LARGEST_VOCABULARY) {
            return of(models, providers);
        }
        List<Model> changed = new ArrayList<>();
        Map<String, OfModel> next = HashMap.newHashMap(models.size());
        for (Model model : models) {
            OfModel before = byModel.get(model.id());
            if (before != null && before.isAsBefore(model, providers)) {
                next.put(model.id(), before);
            } else {
                changed.add(model);
            }
        }
        Preparation preparation = new Preparation(parameters, modalities, changed, providers);
        changed.forEach(model -> next.put(model.id(), preparation.of(model)));
        return new Offers(preparation.parameters, preparation.modalities, next);
    }

    /** The offers of a model, in the order of its endpoints; none if it is not in this version of the catalog. */
    public List<Offer> of(Model model) {
        OfModel offers = byModel.get(model.id());
        return offers == null ? List.of() : offers.offers();
    }

    /** The model of that id; null if there is none. */
    public @Nullable Model model(String id) {
        OfModel offers = byModel.get(id);
        return offers == null ? null : offers.model();
    }

    /** The names of all request parameters that any endpoint understands. */
    public Vocabulary parameters() {
        return parameters;
    }

    /** The names of all that any endpoint reads. */
    public Vocabulary modalities() {
        return modalities;
    }

    /** Shares what is equal among the offers that are made together. */
    private static final class Preparation {

        private final Vocabulary parameters;
        private final Vocabulary modalities;
        private final Map<String, Provider> providers;
        private final Map<List<String>, Terms> parameterTerms = new HashMap<>();
        private final Map<List<String>, Terms> modalityTerms = new HashMap<>();
        private final IdentityHashMap<PriceSchedule, PriceCard> cards = new IdentityHashMap<>();

        Preparation(
                Vocabulary parameters,
                Vocabulary modalities,
                Collection<Model> models,
                Map<String, Provider> providers) {
            Set<String> parameterNames = new HashSet<>();
            Set<String> modalityNames = new HashSet<>();
            for (Model model : models) {
                for (Endpoint endpoint : model.endpoints()) {
                    parameterNames.addAll(understood(endpoint));
                    modalityNames.addAll(endpoint.inputModalities());
                }
            }
            this.parameters = parameters.with(parameterNames);
            this.modalities = modalities.with(modalityNames);
            this.providers = providers;
        }

        OfModel of(Model model) {
            return new OfModel(
                    model,
                    model.endpoints().stream()
                            .map(endpoint -> offer(model, endpoint))
                            .toList());
        }

        private Offer offer(Model model, Endpoint endpoint) {
            return new Offer(
                    model,
                    endpoint,
                    providers.get(endpoint.provider()),
                    parameterTerms.computeIfAbsent(
                            understood(endpoint), names -> Objects.requireNonNull(parameters.terms(names))),
                    modalityTerms.computeIfAbsent(
                            endpoint.inputModalities(), names -> Objects.requireNonNull(modalities.terms(names))),
                    card(endpoint.prices()),
                    card(endpoint.offerPrices()));
        }

        /** The endpoint's parameters in the words of requests. */
        private static List<String> understood(Endpoint endpoint) {
            List<String> listed = endpoint.supportedParameters();
            if (!listed.contains(NEWER_LIMIT) || listed.contains(LIMIT)) {
                return listed;
            }
            List<String> both = new ArrayList<>(listed);
            both.add(LIMIT);
            return both;
        }

        private @Nullable PriceCard card(@Nullable PriceSchedule schedule) {
            return schedule == null ? null : cards.computeIfAbsent(schedule, PriceCard::new);
        }
    }
}
