package dev.fairlead.catalog.registration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.ListedProvider;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.seed.AbsurdPrices;
import dev.fairlead.platform.network.BaseUrl;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the catalog by an entry: functions from a listing to a listing that refuse what the caller must not do
 * or what would not fit. What a caller must not see is not there for it.
 */
final class Entries {

    private static final int MOST_NAMED = 10;

    private Entries() {}

    /** A provider that the caller may change. */
    static ListedProvider provider(Listing listing, Rights rights, String id) {
        ListedProvider provider = listing.providers().get(id);
        if (provider == null || !rights.cover(provider.owner())) {
            throw missing("provider", id);
        }
        return provider;
    }

    /** A model that the caller may change. */
    static ListedModel model(Listing listing, Rights rights, String id) {
        ListedModel model = listing.models().get(id);
        if (model == null || !rights.cover(model.owner())) {
            throw missing("model", id);
        }
        return model;
    }

    /** An endpoint that the caller may change. */
    static Placed endpoint(Listing listing, Rights rights, String id) {
        Placed placed = ListingChanges.endpoints(listing).get(id);
        if (placed == null || !rights.cover(placed.endpoint().owner())) {
            throw missing("endpoint", id);
        }
        return placed;
    }

    static Listing addProvider(Listing listing, ListedProvider provider) {
        if (listing.providers().containsKey(provider.id())) {
            throw conflict("There is a provider '" + provider.id() + "' already.");
        }
        return new ListingEdit(listing).put(provider).done();
    }

    /** A credential is good for the server that it was given for: it never goes along to another one. */
    static void checkMove(ListedProvider before, @Nullable BaseUrl to, boolean withCredential) {
        if (to == null || withCredential || before.sealedCredential() == null) {
            return;
        }
        String from = before.baseUrl();
        if (from == null || !hasSameOrigin(from, to)) {
            throw new ProblemException(Problem.ofField(
                    409,
                    "Credential needed",
                    "base_url",
                    "leads to another server than the credential was given for: send 'credential' as well"));
        }
    }

    private static boolean hasSameOrigin(String from, BaseUrl to) {
        try {
            return BaseUrl.parse(from).hasSameOrigin(to);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Listing removeProvider(Listing listing, Rights rights, String id, boolean cascade) {
        provider(listing, rights, id);
        List<String> endpoints = new ArrayList<>();
        ListingChanges.endpoints(listing).forEach((endpointId, placed) -> {
            if (placed.endpoint().provider().equals(id)) {
                endpoints.add(endpointId);
            }
        });
        if (!cascade) {
            refuseIfAny(endpoints, "The provider '" + id + "'");
        }
        return new ListingEdit(listing).removeProvider(id).done();
    }

    static Listing addModel(Listing listing, Rights rights, ListedModel model) {
        if (listing.models().containsKey(model.id())) {
            throw conflict("There is a model '" + model.id() + "' already.");
        }
        checkAuthor(listing, rights, model);
        return putModel(listing, rights, model);
    }

    static Listing putModel(Listing listing, Rights rights, ListedModel model) {
        checkNames(listing, rights, model);
        return new ListingEdit(listing).put(model).done();
    }

    /** An organisation that is called like an author must not pass its models off as the author's. */
    private static void checkAuthor(Listing listing, Rights rights, ListedModel model) {
        if (rights.isOperator()) {
            return;
        }
        for (ListedModel other : listing.models().tailMap(model.author() + '/').values()) {
            if (!other.author().equals(model.author())) {
                return;
            }
            if (!model.author().equals(other.owner())) {
                throw conflict("'" + model.author() + "' is an author of models that are not your organisation's: an "
                        + "operator has to enter this one.");
            }
        }
    }

    private static void checkNames(Listing listing, Rights rights, ListedModel model) {
        for (String alias : model.aliases()) {
            // Names without the organisation in them belong to nobody in particular.
            if (!rights.isOperator() && !alias.startsWith(model.author() + '/')) {
                throw Fields.fault("aliases", "'" + alias + "' has to begin with '" + model.author() + "/'");
            }
            if (listing.models().containsKey(alias)) {
                throw conflict("The alias '" + alias + "' is the id of a model.");
            }
            for (ListedModel other : listing.models().values()) {
                if (!other.id().equals(model.id()) && other.aliases().contains(alias)) {
                    throw conflict("The alias '" + alias + "' means another model already.");
                }
            }
        }
        String successor = model.lifecycle().successor();
        if (successor != null) {
            ListedModel next = listing.models().get(successor);
            if (successor.equals(model.id()) || next == null || !isVisible(next, rights)) {
                throw Fields.fault("successor", "'" + successor + "' is not another model in the catalog");
            }
        }
    }

    static Listing removeModel(Listing listing, Rights rights, String id, boolean cascade) {
        ListedModel model = model(listing, rights, id);
        if (!cascade) {
            refuseIfAny(model.endpoints().stream().map(ListedEndpoint::id).toList(), "The model '" + id + "'");
        }
        return new ListingEdit(listing).removeModel(id).done();
    }

    /** The model that an endpoint can be entered for: everybody's or the caller's own. */
    static ListedModel modelToServe(Listing listing, Rights rights, String id) {
        ListedModel model = listing.models().get(id);
        if (model == null || !isVisible(model, rights)) {
            throw Fields.fault("model", "'" + id + "' is not a model in the catalog");
        }
        return model;
    }

    /**
     * Whose an endpoint is. On an organisation's own provider everything is the organisation's; only an operator gives
     * away what an operator pays for.
     */
    static @Nullable String ownerOfEndpoint(
            Listing listing, Rights rights, Fields fields, String providerId, ListedModel model) {
        ListedProvider provider = listing.providers().get(providerId);
        if (provider == null || !rights.cover(provider.owner())) {
            throw Fields.fault("provider", "'" + providerId + "' is not a provider that you can enter endpoints of");
        }
        String implied = provider.owner() != null ? provider.owner() : model.owner();
        String named = fields.optional("organisation", Formats.ORGANISATION);
        if (provider.owner() != null
                && model.owner() != null
                && !provider.owner().equals(model.owner())) {
            throw Fields.fault("model", "belongs to another organisation than the provider");
        }
        if (named != null && implied != null && !named.equals(implied)) {
            throw Fields.fault("organisation", "must be '" + implied + "', to which the provider or the model belongs");
        }
        return implied != null ? implied : named;
    }

    static Listing addEndpoint(Listing listing, ListedModel model, ListedEndpoint endpoint, boolean confirmed) {
        if (ListingChanges.endpoints(listing).containsKey(endpoint.id())) {
            throw conflict("There is an endpoint '" + endpoint.id() + "' already.");
        }
        return putEndpoint(listing, model, endpoint, null, confirmed);
    }

    /**
     * Puts an endpoint into the listing.
     *
     * @param before as it is; null for a new one
     * @param confirmed whether prices beyond belief are meant
     */
    static Listing putEndpoint(
            Listing listing,
            ListedModel model,
            ListedEndpoint endpoint,
            @Nullable ListedEndpoint before,
            boolean confirmed) {
        if (!confirmed) {
            believe("prices", endpoint.prices(), before == null ? null : before.prices(), model, endpoint);
            believe("offer", endpoint.offer(), before == null ? null : before.offer(), model, endpoint);
            believe("ceiling", endpoint.ceiling(), before == null ? null : before.ceiling(), model, endpoint);
        }
        return new ListingEdit(listing).put(model.id(), endpoint).done();
    }

    private static void believe(
            String field,
            @Nullable PriceList prices,
            @Nullable PriceList before,
            ListedModel model,
            ListedEndpoint endpoint) {
        if (prices == null || prices.equals(before)) {
            return;
        }
        Collection<PriceList> others = new ArrayList<>();
        for (ListedEndpoint other : model.endpoints()) {
            if (other.prices() != null && !other.id().equals(endpoint.id())) {
                others.add(other.prices());
            }
        }
        if (before != null) {
            others.add(before);
        }
        Optional<String> reason = AbsurdPrices.reason(prices, others);
        if (reason.isPresent()) {
            throw new ProblemException(Problem.ofField(
                    409,
                    "Confirmation needed",
                    field,
                    reason.get() + ": if that is meant, send it again with \"confirm\": true"));
        }
    }

    static Listing removeEndpoint(Listing listing, Rights rights, String id) {
        Placed placed = endpoint(listing, rights, id);
        return new ListingEdit(listing).removeEndpoint(placed.model(), id).done();
    }

    private static boolean isVisible(ListedModel model, Rights rights) {
        return model.owner() == null || rights.cover(model.owner());
    }

    private static void refuseIfAny(List<String> endpoints, String what) {
        if (!endpoints.isEmpty()) {
            String named = String.join(", ", endpoints.subList(0, Math.min(MOST_NAMED, endpoints.size())));
            throw conflict(what + " has " + endpoints.size() + " endpoint(s): " + named
                    + (endpoints.size() > MOST_NAMED ? ", ..." : "")
                    + ". Remove them first, or all together with ?cascade=true.");
        }
    }

    private static ProblemException missing(String kind, String id) {
        return new ProblemException(
                Problem.of(404, "Not found", "There is no " + kind + " '" + id + "' that you can manage."));
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, "Conflict", detail));
    }
}
