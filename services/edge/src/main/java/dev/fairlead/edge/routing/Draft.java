package dev.fairlead.edge.routing;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.edge.planning.Preferences;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.routing.Route.StrategyOrigin;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.RuleBook;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a route.
 *
 * @param request with its preset merged in
 * @param preset null if it names none
 * @param defaults its account's
 * @param verdict what the policies said; null if there are none, or as long as they were not asked
 */
record Draft(
        RouteQuestion question,
        CatalogIndex catalog,
        RuleBook rules,
        ChatRequest request,
        @Nullable Preset preset,
        AccountDefaults defaults,
        @Nullable PolicyVerdict verdict) {

    private static final String DIRECT = "direct";

    Draft decided(PolicyVerdict said) {
        return new Draft(question, catalog, rules, request, preset, defaults, said);
    }

    ModelNames names() {
        return new ModelNames(
                catalog, question.key().organisation().value(), LocalDate.ofInstant(question.now(), ZoneOffset.UTC));
    }

    /** The names to try. What the caller said about the order holds for models that a policy puts in the place of its own. */
    List<String> models() {
        List<String> asked = request.models();
        if (verdict == null || verdict.models().equals(asked)) {
            return asked;
        }
        SpelledName first = SpelledName.of(asked.getFirst());
        boolean allAlike =
                asked.stream().allMatch(name -> SpelledName.of(name).order().equals(first.order()));
        return verdict.models().stream()
                .map(name -> allAlike && !asked.contains(name) ? first.orderedLike(name) : name)
                .toList();
    }

    List<Wish.Named> wishes(List<String> models) {
        List<Wish.Named> wishes = new ArrayList<>(models.size());
        List<String> asked = request.models();
        for (String name : models) {
            wishes.add(
                    asked.contains(name)
                            ? new Wish.Named(name, request.fieldOf(name), request.weightOf(name), isDefined(name))
                            : Wish.Named.chosen(name));
        }
        return wishes;
    }

    /** Whether a policy defines the name. */
    boolean isDefined(String name) {
        return verdict != null && rules.policies().defines(name, question.key().organisation());
    }

    /** The strategy for a request that says nothing; null for none. */
    @Nullable
    Strategy defaultStrategy() {
        Strategy ofPolicy = verdict == null ? null : verdict.strategy();
        Strategy ofKey = ofPolicy == null ? defaults.keyStrategy() : ofPolicy;
        return ofKey == null ? defaults.organisationStrategy() : ofKey;
    }

    StrategyOrigin origin(List<String> models) {
        Preferences own = question.request().preferences();
        if (own.strategy() != null || !own.order().isEmpty()) {
            return StrategyOrigin.REQUEST;
        }
        if (request.preferences().strategy() != null
                || !request.preferences().order().isEmpty()) {
            return StrategyOrigin.PRESET;
        }
        if (models.stream().anyMatch(name -> !SpelledName.of(name).order().isEmpty())) {
            return StrategyOrigin.VARIANT;
        }
        if (verdict != null && verdict.strategy() != null) {
            return StrategyOrigin.POLICY;
        }
        if (defaults.keyStrategy() != null) {
            return StrategyOrigin.KEY_DEFAULT;
        }
        return defaults.organisationStrategy() == null ? StrategyOrigin.BUILT_IN : StrategyOrigin.ORGANISATION_DEFAULT;
    }

    boolean hedge() {
        Boolean asked = request.hedge();
        return asked == null ? defaults.hedge() : asked;
    }

    /** How the models are found, in the words of {@code openrouter_metadata}. */
    String kind(List<String> models, List<Selection> selections) {
        List<String> asked = request.models();
        if (asked.size() > 1) {
            return "fallback";
        }
        VirtualModel virtual = SpelledName.of(models.getFirst()).virtualModel();
        if (virtual != null) {
            return virtual == VirtualModel.FREE ? "free" : "auto";
        }
        String name = asked.getFirst();
        if (!models.getFirst().equals(name)) {
            return "alias";
        }
        if (name.startsWith("~")) {
            return "latest";
        }
        if (selections.isEmpty()) {
            return DIRECT;
        }
        Selection only = selections.getFirst();
        String id = only.models().getFirst().id();
        return only.isPool() ? "auto" : name.equals(id) || name.startsWith(id + ':') ? DIRECT : "alias";
    }
}
