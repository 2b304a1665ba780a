package dev.fairlead.edge.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.routing.VirtualModel;
import dev.fairlead.edge.decision.DecisionClient;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.planning.Selection;
import dev.fairlead.edge.request.ChatRequest;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Finds the models that virtual ones stand for. */
@Singleton
class VirtualModels {

    private static final String ROUTER_AWAY =
            "the router did not answer in time: all models that can take the request, the cheapest first";
    private static final int MOST_FREE = 16;

    private final DecisionClient decisions;
    private final Budget budget;

    VirtualModels(DecisionClient decisions, Budget budget) {
        this.decisions = decisions;
        this.budget = budget;
    }

    /** A virtual model in a request. */
    private record Ask(RouteQuestion question, ChatRequest request, ModelNames names, SpelledName spelled) {

        String organisation() {
            return question.key().organisation().value();
        }

        /** What the caller said about the order holds for whatever takes the place of the virtual model. */
        Wish ordered(Wish wish) {
            return wish instanceof Wish.Named named ? named.renamed(spelled.orderedLike(named.name())) : wish;
        }
    }

    /**
     * What virtual models stand for.
     *
     * @param wishes to try, in this order
     * @param reading of the first virtual model; null if there was none
     */
    record Expansion(List<Wish> wishes, @Nullable VirtualReading reading) {}

    /**
     * Puts models in the place of the virtual ones.
     *
     * @return fails with an {@link ApiException} if a virtual model is asked for in the wrong way, or stands for nothing
     */
    Future<Expansion> expand(List<Wish.Named> wishes, RouteQuestion question, ChatRequest request, ModelNames names) {
        Future<Expansion> expansion = Future.succeededFuture(new Expansion(List.of(), null));
        for (Wish.Named wish : wishes) {
            SpelledName spelled = SpelledName.of(wish.name());
            VirtualModel model = spelled.virtualModel();
            Ask ask = new Ask(question, request, names, spelled);
            expansion = expansion.compose(before -> model == null
                    ? Future.succeededFuture(joined(before, ask, new Expansion(List.of(wish), null)))
                    : expand(model, ask).map(next -> joined(before, ask, next)));
        }
        return expansion;
    }

    private static Expansion joined(Expansion before, Ask ask, Expansion next) {
        List<Wish> wishes = new ArrayList<>(before.wishes());
        next.wishes().forEach(wish -> wishes.add(ask.ordered(wish)));
        return new Expansion(wishes, before.reading() == null ? next.reading() : before.reading());
    }

    private Future<Expansion> expand(VirtualModel model, Ask ask) {
        return switch (model) {
            case AUTO -> choose(model, ask, AutoOptions.read(ask.request()), null);
            case TASK -> byTask(ask);
            case BUDGET -> byBudget(ask);
            case FREE -> Future.succeededFuture(free(ask));
            case CONSENSUS ->
                throw new ApiException(ApiError.ofField(
                        "model", VirtualModel.CONSENSUS.id() + " cannot be one of several models; name it alone"));
        };
    }

    private Future<Expansion> choose(VirtualModel model, Ask ask, AutoOptions options, @Nullable String task) {
        return decisions
                .choose(options.question(ask.request(), ask.organisation(), task))
                .map(choice -> chosen(model, ask, options, choice, null));
    }

    /** What the router chose and, as a last resort, everything else. */
    private static Expansion chosen(
            VirtualModel model, Ask ask, AutoOptions options, @Nullable ModelChoice choice, @Nullable BudgetPace pace) {
        List<String> ids = choice == null ? List.of() : choice.models();
        List<Wish> wishes = new ArrayList<>();
        ids.forEach(id -> wishes.add(Wish.Named.chosen(id)));
        Selection pool = pool(ask, options, ids);
        if (pool != null) {
            wishes.add(new Wish.Ready(pool));
        }
        PromptReading prompt = choice == null ? null : choice.reading();
        return expansion(ask, wishes, new VirtualReading(model, prompt, pace, reason(prompt, ids)));
    }

    private static String reason(@Nullable PromptReading prompt, List<String> ids) {
        return prompt == null
                ? ROUTER_AWAY
                : "the prompt was taken for " + prompt.task() + ", for which there are " + ids.size()
                        + " models; then all that can take the request, the cheapest first";
    }

    private static @Nullable Selection pool(Ask ask, AutoOptions options, List<String> without) {
        Set<String> excluded = new HashSet<>(ask.names().idsOf(options.excluded()));
        excluded.addAll(without);
        Set<String> allowed = ask.names().idsOf(options.allowed());
        boolean any = options.allowed().isEmpty();
        return ask.names()
                .pool(
                        ask.request(),
                        ask.spelled().order(),
                        model -> (any || allowed.contains(model.id())) && !excluded.contains(model.id()));
    }

    private static Expansion expansion(Ask ask, List<Wish> wishes, VirtualReading reading) {
        if (wishes.isEmpty()) {
            throw new ApiException(Unroutable.nothingFits(ask.spelled().base()));
        }
        return new Expansion(wishes, reading);
    }

    private Future<Expansion> byTask(Ask ask) {
        PluginOptions plugin =
                PluginOptions.of(ask.request(), List.of("fairlead-task"), Set.of("task", "models", "default"));
        String task = plugin.text("task");
        Map<String, List<Wish>> models = plugin.modelsByName("models");
        List<Wish> otherwise = plugin.models("default");
        if (models.isEmpty() && otherwise.isEmpty()) {
            return choose(VirtualModel.TASK, ask, AutoOptions.NONE, task);
        }
        if (task != null) {
            return mapped(ask, task, null, models, otherwise);
        }
        return decisions
                .read(ask.request().prompt())
                .compose(prompt -> mapped(ask, prompt == null ? null : prompt.task(), prompt, models, otherwise));
    }

    /** By the request's own table: the task's line, or the default, or else as the router has it. */
    private Future<Expansion> mapped(
            Ask ask,
            @Nullable String task,
            @Nullable PromptReading prompt,
            Map<String, List<Wish>> models,
            List<Wish> otherwise) {
        List<Wish> ofTask = task == null ? otherwise : models.getOrDefault(task, otherwise);
        if (!ofTask.isEmpty()) {
            String reason = task == null
                    ? "the router did not answer in time: the default"
                    : models.containsKey(task) ? "the models for " + task : "the default, since nothing is for " + task;
            return Future.succeededFuture(
                    new Expansion(ofTask, new VirtualReading(VirtualModel.TASK, prompt, null, reason)));
        }
        if (task != null) {
            return choose(VirtualModel.TASK, ask, AutoOptions.NONE, task);
        }
        List<Wish> all =
                models.values().stream().flatMap(List::stream).distinct().toList();
        return Future.succeededFuture(new Expansion(
                all,
                new VirtualReading(
                        VirtualModel.TASK, null, null, "the router did not answer in time: the models of all tasks")));
    }

    private static Expansion free(Ask ask) {
        List<Selection> free = ask.names().free(ask.request(), ask.spelled().order());
        VirtualReading reading =
                new VirtualReading(VirtualModel.FREE, null, null, free.size() + " free models can take the request");
        List<Selection> inOrder = ask.spelled().order().isEmpty() ? drawn(free, ask) : pooled(free);
        List<Wish> wishes = inOrder.stream().<Wish>map(Wish.Ready::new).toList();
        return expansion(ask, wishes, reading);
    }

    private static List<Selection> drawn(List<Selection> free, Ask ask) {
        long conversation = ask.request().conversation();
        long draw = conversation == 0 ? ask.question().seed() : conversation;
        return free.stream()
                .sorted(Comparator.comparingLong(
                        selection -> place(draw, selection.models().getFirst())))
                .limit(MOST_FREE)
                .toList();
    }

    /** All in one, or in two: free variants, and models that charge nothing anyway. */
    private static List<Selection> pooled(List<Selection> free) {
        Map<Set<Variant>, Selection> pools = new LinkedHashMap<>();
        for (Selection selection : free) {
            pools.merge(selection.variants(), selection, (some, other) -> {
                List<Model> models = new ArrayList<>(some.models());
                models.addAll(other.models());
                return new Selection(
                        models,
                        some.variants(),
                        some.strategy(),
                        some.admittedTier(),
                        true,
                        some.parameters(),
                        some.weight());
            });
        }
        return List.copyOf(pools.values());
    }

    /** Each draw has an order of its own, which does not change when models come and go. */
    private static long place(long draw, Model model) {
        long mixed = (draw ^ model.id().hashCode()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }

    private Future<Expansion> byBudget(Ask ask) {
        PluginOptions plugin =
                PluginOptions.of(ask.request(), List.of("fairlead-budget"), Set.of("models", "otherwise"));
        List<Wish> dear = plugin.models("models");
        List<Wish> cheap = plugin.models("otherwise");
        RouteQuestion question = ask.question();
        return budget.of(question.key(), question.now(), question.isRehearsal()).compose(standing -> switch (standing) {
            case Budget.Standing.Limited(BudgetPace pace) ->
                pace.lasts()
                        ? dear(ask, dear, cheap, pace)
                        : Future.succeededFuture(cheap(ask, cheap, pace, spent(pace)));
            case Budget.Standing.Unknown _ ->
                Future.succeededFuture(cheap(ask, cheap, null, "the budget cannot be read now: the cheap models"));
            case Budget.Standing.Unlimited _ ->
                Future.failedFuture(new ApiException(ApiError.ofField(
                        "model",
                        VirtualModel.BUDGET.id()
                                + " spends a limit evenly, and neither the API key nor its organisation"
                                + " has one; give the key a limit, or ask for another model")));
        });
    }

    private Future<Expansion> dear(Ask ask, List<Wish> dear, List<Wish> cheap, BudgetPace pace) {
        if (dear.isEmpty()) {
            AutoOptions options = AutoOptions.NONE.at(CostTier.HIGH);
            return decisions
                    .choose(options.question(ask.request(), ask.organisation(), null))
                    .map(choice -> chosen(VirtualModel.BUDGET, ask, options, choice, pace));
        }
        List<Wish> wishes = new ArrayList<>(dear);
        wishes.addAll(cheap);
        return Future.succeededFuture(
                new Expansion(wishes, new VirtualReading(VirtualModel.BUDGET, null, pace, unspent(pace))));
    }

    private static Expansion cheap(Ask ask, List<Wish> cheap, @Nullable BudgetPace pace, String reason) {
        List<Wish> wishes = new ArrayList<>(cheap);
        Selection pool = cheap.isEmpty() ? pool(ask, AutoOptions.NONE, List.of()) : null;
        if (pool != null) {
            wishes.add(new Wish.Ready(pool));
        }
        return expansion(ask, wishes, new VirtualReading(VirtualModel.BUDGET, null, pace, reason));
    }

    private static String unspent(BudgetPace pace) {
        return pace.spentToday() + " of today's share of " + pace.share() + " are spent: the dear models";
    }

    private static String spent(BudgetPace pace) {
        return "today's share of " + pace.share() + " is spent: the cheap models";
    }
}
