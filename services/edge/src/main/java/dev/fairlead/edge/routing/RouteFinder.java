package dev.fairlead.edge.routing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.policy.Facts;
import dev.fairlead.contracts.policy.PolicyBook;
import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.contracts.rules.Preset;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.edge.affinity.Affinities;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.planning.Affinity;
import dev.fairlead.edge.planning.LoadView;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.PlanRequest;
import dev.fairlead.edge.planning.Planner;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.provider.Credentials;
import dev.fairlead.edge.provider.ProviderAdapters;
import dev.fairlead.edge.request.ChatRequest;
import dev.fairlead.edge.request.PresetMerge;
import dev.fairlead.edge.snapshot.CatalogIndex;
import dev.fairlead.edge.snapshot.RuleBook;
import dev.fairlead.edge.snapshot.Snapshots;
import io.vertx.core.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: lays it over its preset, narrows its preferences by its account's, asks the policies,
 * finds the models that virtual ones stand for, and plans. Whoever uses none of that is answered at once, on the same
 * stack.
 */
@Singleton
public class RouteFinder {

    private static final Logger LOG = Logger.getLogger(RouteFinder.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final VirtualReading SEVERAL = new VirtualReading(
            VirtualModel.CONSENSUS, null, null, "several models are asked, each of which is planned by itself");

    private final Snapshots snapshots;
    private final PolicyDesk desk;
    private final VirtualModels virtualModels;
    private final Affinities affinities;
    private final LoadView loads;
    private final Credentials credentials;
    private final ProviderAdapters adapters;
    private final Turns turns = new Turns();

    RouteFinder(
            Snapshots snapshots,
            PolicyDesk desk,
            VirtualModels virtualModels,
            Affinities affinities,
            LoadView loads,
            Credentials credentials,
            ProviderAdapters adapters) {
        this.snapshots = snapshots;
        this.desk = desk;
        this.virtualModels = virtualModels;
        this.affinities = affinities;
        this.loads = loads;
        this.credentials = credentials;
        this.adapters = adapters;
    }

    /**
     * Finds a route. To be called on an event loop, on which exactly one of the two is called: mostly before this
     * returns.
     *
     * @param refused called where the request itself is at fault, or nothing can be said now
     */
    public void find(RouteQuestion question, Consumer<Route> found, Consumer<ApiError> refused) {
        Future<Route> later;
        Route now;
        try {
            Draft draft = draft(question);
            Set<Facts.Kind> needs = needs(draft);
            if (needs.isEmpty()) {
                Draft decided = decide(draft, RequestFacts.of(question, draft.request()));
                now = atOnce(decided);
                later = now == null ? withVirtualModels(decided) : null;
            } else {
                now = null;
                later = desk.facts(question, draft.request(), needs).compose(facts -> {
                    Draft decided = decide(draft, facts);
                    Route route = atOnce(decided);
                    return route == null ? withVirtualModels(decided) : Future.succeededFuture(route);
                });
            }
        } catch (ApiException e) {
            refused.accept(e.error());
            return;
        }
        if (now != null) {
            found.accept(now);
        } else if (later != null) {
            later.onComplete(done -> {
                if (done.succeeded()) {
                    found.accept(done.result());
                } else {
                    refused.accept(error(done.cause()));
                }
            });
        }
    }

    private static ApiError error(Throwable failure) {
        if (failure instanceof ApiException refusal) {
            return refusal.error();
        }
        LOG.error("a route could not be found", failure);
        return ApiError.of(ErrorType.SERVER, "Something went wrong here.");
    }

    private Draft draft(RouteQuestion question) {
        CatalogIndex catalog = snapshots.catalog();
        if (catalog == null) {
            throw new ApiException(ApiError.unavailable("The catalog is not loaded yet; try again.", SOON));
        }
        RuleBook rules = snapshots.rules();
        ApiKey key = question.key();
        ChatRequest request = question.request();
        String slug = request.preset();
        Preset preset = slug == null ? null : Presets.find(rules, key.organisation(), slug);
        if (preset != null) {
            byte[] merged = PresetMerge.merge(request.body(), preset.body().getBytes(StandardCharsets.UTF_8));
            request = ChatRequest.read(merged, key.organisation(), request.session());
        }
        return new Draft(question, catalog, rules, request, preset, defaults(rules, key), null);
    }

    private static AccountDefaults defaults(RuleBook rules, ApiKey key) {
        RoutingDefaults ofKey = rules.defaultsOf(key.hash());
        RoutingDefaults ofOrganisation = rules.defaultsOf(key.organisation());
        return ofKey == null && ofOrganisation == null
                ? AccountDefaults.NONE
                : new AccountDefaults(ofKey, ofOrganisation);
    }

    private static Set<Facts.Kind> needs(Draft draft) {
        PolicyBook policies = draft.rules().policies();
        return policies.isEmpty()
                ? Set.of()
                : policies.needs(
                        draft.request().models(), draft.question().key().organisation());
    }

    private Draft decide(Draft draft, RequestFacts facts) {
        PolicyBook policies = draft.rules().policies();
        return policies.isEmpty()
                ? draft
                : draft.decided(desk.decide(policies, draft.request().models(), facts));
    }

    /** The route, if it can be told without asking anybody; null if not. */
    private @Nullable Route atOnce(Draft draft) {
        PolicyVerdict verdict = draft.verdict();
        if (verdict != null && verdict.denied() != null) {
            return without(draft, draft.request().models(), null, false, denied(verdict, verdict.denied()));
        }
        List<String> models = draft.models();
        if (!SpelledName.anyVirtual(models)) {
            return planned(draft, models, List.copyOf(draft.wishes(models)), null);
        }
        if (models.size() == 1 && SpelledName.of(models.getFirst()).virtualModel() == VirtualModel.CONSENSUS) {
            return without(draft, models, SEVERAL, true, null);
        }
        return null;
    }

    private Future<Route> withVirtualModels(Draft draft) {
        List<String> models = draft.models();
        return virtualModels
                .expand(draft.wishes(models), draft.question(), draft.request(), draft.names())
                .map(expansion -> planned(draft, models, expansion.wishes(), expansion.reading()));
    }

    private Route planned(Draft draft, List<String> models, List<Wish> wishes, @Nullable VirtualReading reading) {
        List<Selection> selections;
        try {
            selections = draft.names().selections(wishes, draft.request());
        } catch (ApiException e) {
            ApiError error = models.stream().anyMatch(draft::isDefined) ? Unroutable.noRule(models) : e.error();
            if (error.type() == ErrorType.INVALID_REQUEST) {
                throw new ApiException(error);
            }
            return without(draft, models, reading, false, error);
        }
        PlanRequest request = planRequest(draft, selections);
        Plan plan = planner(draft.catalog()).plan(request);
        return new Route(
                draft.request(),
                draft.preset(),
                models,
                draft.kind(models, selections),
                draft.verdict(),
                reading,
                draft.origin(models),
                request,
                plan,
                draft.hedge(),
                false,
                plan.candidates().isEmpty()
                        ? Unroutable.error(
                                plan,
                                models,
                                draft.request().offersTools(),
                                draft.question().now())
                        : null);
    }

    /** How likely each endpoint of a route is to be tried first. Takes some milliseconds: not for an event loop. */
    public Chances chances(Route route) {
        CatalogIndex catalog = snapshots.catalog();
        PlanRequest planned = route.planned();
        return catalog == null || planned == null ? Chances.UNKNOWN : Chances.of(planner(catalog), planned);
    }

    private Planner planner(CatalogIndex catalog) {
        return new Planner(catalog, snapshots.health(), loads, credentials::has, adapters::speaks);
    }

    private PlanRequest planRequest(Draft draft, List<Selection> selections) {
        RouteQuestion question = draft.question();
        Strategy defaultStrategy = draft.defaultStrategy();
        return new PlanRequest(
                selections,
                draft.request().features(),
                draft.defaults().narrow(draft.request().preferences()),
                defaultStrategy,
                question.key().organisation().value(),
                affinity(draft.request(), selections),
                question.now(),
                question.seed(),
                turn(draft, selections, defaultStrategy));
    }

    /** Looked for only where it can make a difference: it takes a look at the messages. */
    private Affinity affinity(ChatRequest request, List<Selection> selections) {
        boolean isOnlyOne = selections.size() == 1
                && selections.getFirst().models().size() == 1
                && selections.getFirst().models().getFirst().endpoints().size() == 1;
        return isOnlyOne ? Affinity.NONE : affinities.of(request.conversation());
    }

    private long turn(Draft draft, List<Selection> selections, @Nullable Strategy defaultStrategy) {
        Strategy own = draft.request().preferences().strategy();
        boolean inTurn = (own == null ? defaultStrategy : own) == Strategy.ROUND_ROBIN;
        if (!inTurn) {
            return 0;
        }
        Selection first = selections.getFirst();
        String model = first.isPool() ? "*" : first.models().getFirst().id();
        return draft.question().isRehearsal() ? turns.peek(model) : turns.take(model);
    }

    private static Route without(
            Draft draft,
            List<String> models,
            @Nullable VirtualReading reading,
            boolean isForPanel,
            @Nullable ApiError refusal) {
        return new Route(
                draft.request(),
                draft.preset(),
                models,
                draft.kind(models, List.of()),
                draft.verdict(),
                reading,
                draft.origin(models),
                null,
                Route.NOWHERE,
                draft.hedge(),
                isForPanel,
                refusal);
    }

    private static ApiError denied(PolicyVerdict verdict, String message) {
        String policy =
                verdict.applied() == null ? "" : " '" + verdict.applied().policy() + "'";
        return ApiError.of(ErrorType.PERMISSION_DENIED, "Refused by the policy" + policy + ": " + message);
    }
}
