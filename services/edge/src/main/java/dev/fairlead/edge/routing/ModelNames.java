package dev.fairlead.edge.routing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.request.Needs;
import dev.fairlead.edge.snapshot.CatalogIndex;
import org.jspecify.annotations.Nullable;

/** Turns the names in a chat request into what is to be tried. */
final class ModelNames {

    private final CatalogIndex catalog;
    private final String organisation;
    private final LocalDate today;

    /**
     * The names as one caller means them.
     *
     * @param organisation the caller's
     * @param today in UTC
     */
    ModelNames(CatalogIndex catalog, String organisation, LocalDate today) {
        this.catalog = catalog;
        this.organisation = organisation;
        this.today = today;
    }

    private sealed interface Outcome {
        record Selected(Selection selection) implements Outcome {}

        record Refused(ApiError error) implements Outcome {}
    }

    /**
     * What the request's names stand for, in their order. A model that cannot be had now is left out as long as another
     * one is named.
     *
     * @throws ApiException if a name means nothing, or nothing that the request names can be had
     */
    List<Selection> selections(ChatRequest request) {
        List<Selection> selections = new ArrayList<>(request.models().size());
        ApiError first = null;
        for (String name : request.models()) {
            switch (outcome(name, request)) {
                case Outcome.Selected(Selection selection) -> selections.add(selection);
                case Outcome.Refused(ApiError error) -> first = first == null ? error : first;
            }
        }
        if (selections.isEmpty() && first != null) {
            throw new ApiException(first);
        }
        return selections;
    }

    private Outcome outcome(String name, ChatRequest request) {
        return switch (catalog.resolve(name, organisation, today)) {
            case Resolution.Found(Model model, List<Variant> variants) -> one(name, model, variants);
            case Resolution.Pattern(List<Model> models, List<Variant> variants) ->
                many(name, models, variants, request.needs());
            case Resolution.Ambiguous(List<String> candidates) ->
                throw new ApiException(Unroutable.ambiguous(name, candidates));
            case Resolution.Unknown(List<String> nearest) -> throw new ApiException(Unroutable.unknown(name, nearest));
            case Resolution.UnknownVariant(String base, String suffix, List<String> known) ->
                throw new ApiException(Unroutable.unknownVariant(name, base, suffix, known));
        };
    }

    private Outcome one(String name, Model model, List<Variant> variants) {
        Selection selection = selection(name, List.of(model), variants, false, Set.of());
        ApiError error = null;
        if (!isForChat(model)) {
            error = Unroutable.wrongEndpoint(name, model);
        } else if (model.isRetired(today)) {
            error = Unroutable.retired(name, model);
        } else if (!hasEndpoint(model, selection)) {
            error = Unroutable.otherVariants(name, model, selection.variants(), variantsOf(model));
        }
        return error == null ? new Outcome.Selected(selection) : new Outcome.Refused(error);
    }

    private Outcome many(String name, List<Model> models, List<Variant> variants, Needs needs) {
        List<Model> fit = models.stream()
                .filter(ModelNames::isForChat)
                .filter(model -> model.inputModalities().containsAll(needs.inputModalities()))
                .toList();
        return fit.isEmpty()
                ? new Outcome.Refused(Unroutable.nothingFits(name))
                : new Outcome.Selected(selection(name, fit, variants, true, needs.parameters()));
    }

    private static Selection selection(
            String name, List<Model> models, List<Variant> variants, boolean isPool, Set<String> parameters) {
        Set<Variant> fixed = EnumSet.noneOf(Variant.class);
        Strategy sort = null;
        for (Variant variant : variants) {
            switch (variant) {
                case FREE, THINKING, EXTENDED -> fixed.add(variant);
                case FLOOR -> sort = Strategy.PRICE;
                case NITRO -> sort = Strategy.THROUGHPUT;
                case EXACTO -> sort = Strategy.QUALITY;
                case ONLINE -> throw new ApiException(Unroutable.noWebSearch(name));
            }
        }
        return new Selection(models, fixed, sort, null, isPool, parameters, Double.NaN);
    }

    private static boolean isForChat(Model model) {
        return model.mode() == Mode.CHAT
                || (model.mode() == Mode.IMAGE && model.outputModalities().contains("text"));
    }

    private boolean hasEndpoint(Model model, Selection selection) {
        return model.endpoints().stream().anyMatch(endpoint -> isServed(endpoint) && selection.takes(endpoint));
    }

    private List<@Nullable String> variantsOf(Model model) {
        List<@Nullable String> variants = new ArrayList<>();
        model.endpoints().stream()
                .filter(this::isServed)
                .map(Endpoint::variant)
                .distinct()
                .forEach(variants::add);
        return variants;
    }

    private boolean isServed(Endpoint endpoint) {
        return endpoint.standing() != Standing.RETIRED && endpoint.isVisibleTo(organisation);
    }
}
