package dev.fairlead.edge.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.contracts.money.TokenPrices;
import dev.fairlead.contracts.policy.Applied;
import dev.fairlead.contracts.policy.PolicyVerdict;
import dev.fairlead.contracts.routing.EndpointHealth;
import dev.fairlead.contracts.routing.WindowStatistics;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.Plan.Dropped;
import dev.fairlead.edge.planning.PlanRequest;
import dev.fairlead.edge.routing.BudgetPace;
import dev.fairlead.edge.routing.Chances;
import dev.fairlead.edge.routing.Route;
import dev.fairlead.edge.routing.RouteQuestion;
import dev.fairlead.edge.routing.VirtualReading;
import dev.fairlead.edge.snapshot.HealthView;
import dev.fairlead.platform.json.FairleadJson;
import org.jspecify.annotations.Nullable;

/** A route in JSON, with the reasons. */
final class Explanation {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private static final int MOST_DROPPED = 200;

    private final RouteQuestion question;
    private final Route route;
    private final HealthView health;
    private final Chances chances;

    private Explanation(RouteQuestion question, Route route, HealthView health, Chances chances) {
        this.question = question;
        this.route = route;
        this.health = health;
        this.chances = chances;
    }

    static byte[] of(RouteQuestion question, Route route, HealthView health, Chances chances) {
        ObjectNode document = object();
        document.set("data", new Explanation(question, route, health, chances).data());
        try {
            return FairleadJson.mapper().writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode data() {
        ObjectNode data = object();
        data.set("requested", texts(question.request().models()));
        data.set("models", texts(route.models()));
        data.put("kind", route.kind());
        ObjectNode strategy = data.putObject("strategy");
        strategy.put("name", route.plan().strategy().wireName());
        strategy.put("from", lower(route.origin()));
        if (route.preset() != null) {
            data.putObject("preset")
                    .put("slug", route.preset().slug())
                    .put("version", route.preset().version());
        }
        data.set("policies", policies(route.verdict()));
        if (route.virtual() != null) {
            data.set("virtual", virtual(route.virtual()));
        }
        data.put("hedge", route.hedge());
        PlanRequest planned = route.planned();
        if (planned != null && planned.affinity().endpoint() != null) {
            data.put("sticky_endpoint", planned.affinity().endpoint());
        }
        ArrayNode candidates = data.putArray("candidates");
        for (Candidate candidate : route.plan().candidates()) {
            candidates.add(candidate(candidates.size() + 1, candidate));
        }
        data.set("dropped", dropped(planned));
        data.put("dropped_total", route.plan().dropped().size());
        data.put("worst_case_cost", route.plan().worstCase().toUsd());
        data.put("seed", question.seed());
        ApiError refusal = route.refusal();
        if (refusal != null) {
            data.set("error", error(refusal));
        }
        return data;
    }

    private static ObjectNode policies(@Nullable PolicyVerdict verdict) {
        ObjectNode policies = object();
        ArrayNode applied = policies.putArray("applied");
        ArrayNode shadow = policies.putArray("shadow");
        if (verdict != null) {
            verdict.steps().forEach(step -> applied.add(applied(step)));
            verdict.shadows().forEach(step -> shadow.add(applied(step)));
        }
        return policies;
    }

    private static ObjectNode applied(Applied applied) {
        ObjectNode json = object();
        json.put("policy", applied.policy());
        json.put("version", applied.version());
        json.put("rule", applied.rule());
        json.put("arm", applied.arm());
        return json;
    }

    private static ObjectNode virtual(VirtualReading reading) {
        ObjectNode json = object();
        json.put("model", reading.model().id());
        json.put("reason", reading.reason());
        PromptReading prompt = reading.prompt();
        if (prompt != null) {
            json.put("task", prompt.task());
            json.put("confidence", prompt.confidence());
            json.put("language", prompt.language());
            json.put("difficulty", prompt.difficulty());
        }
        BudgetPace pace = reading.pace();
        if (pace != null) {
            ObjectNode budget = json.putObject("budget");
            budget.put("left", pace.leftNow().toUsd());
            budget.put("days_left", pace.daysLeft());
            budget.put("share_today", pace.share().toUsd());
            budget.put("spent_today", pace.spentToday().toUsd());
        }
        return json;
    }

    private ObjectNode candidate(int rank, Candidate candidate) {
        Endpoint endpoint = candidate.endpoint();
        TokenPrices prices = candidate
                .prices()
                .at(question.request().features().leastPromptTokens(), question.now(), candidate.serviceTier());
        ObjectNode json = object();
        json.put("rank", rank);
        json.put("model", candidate.name());
        json.put("provider", candidate.provider().name());
        json.put("endpoint", endpoint.id());
        json.put("tag", endpoint.tag());
        json.put("reason", candidate.place().wireName());
        json.put("service_tier", candidate.serviceTier());
        json.putObject("price_per_million")
                .put("prompt", perMillion(prices.prompt()))
                .put("completion", perMillion(prices.completion()));
        json.put("worst_case_cost", candidate.worstCase().toUsd());
        json.put("chance_to_be_first", chances.of(candidate));
        json.set("health", health(health.of(endpoint.id())));
        return json;
    }

    private static BigDecimal perMillion(BigDecimal perToken) {
        BigDecimal price = perToken.multiply(MILLION).stripTrailingZeros();
        return price.scale() < 0 ? price.setScale(0) : price;
    }

    private static ObjectNode health(@Nullable EndpointHealth known) {
        ObjectNode json = object();
        json.put("breaker", known == null ? "closed" : lower(known.breaker()));
        json.put("samples", known == null ? 0 : known.samples());
        if (known == null || known.samples() == 0) {
            return json;
        }
        ObjectNode rates = json.putObject("success_rate");
        for (WindowStatistics window : known.windows()) {
            if (window.attempts() > 0) {
                rates.put(lower(window.window()), window.successes() / (double) window.attempts());
            }
        }
        json.put("time_to_first_token_ms", positive(known.timeToFirstTokenMillis()));
        json.put("tokens_per_second", positive(known.tokensPerSecond()));
        return json;
    }

    private static @Nullable Double positive(double figure) {
        return figure > 0 ? figure : null;
    }

    private ArrayNode dropped(@Nullable PlanRequest planned) {
        Map<String, Model> models = new HashMap<>();
        Map<String, String> providers = new HashMap<>();
        if (planned != null) {
            planned.selections().stream()
                    .flatMap(selection -> selection.models().stream())
                    .forEach(model -> model.endpoints().forEach(endpoint -> {
                        models.put(endpoint.id(), model);
                        providers.put(endpoint.id(), endpoint.provider());
                    }));
        }
        ArrayNode dropped = JsonNodeFactory.instance.arrayNode();
        List<Dropped> all = route.plan().dropped();
        for (Dropped each : all.subList(0, Math.min(MOST_DROPPED, all.size()))) {
            Model model = models.get(each.endpoint());
            ObjectNode json = dropped.addObject();
            json.put("endpoint", each.endpoint());
            json.put("provider", providers.get(each.endpoint()));
            json.put("model", model == null ? null : model.id());
            json.put("reason", each.reason().wireName());
            json.put("retry_at", each.retryAt() == null ? null : each.retryAt().toString());
        }
        return dropped;
    }

    private static JsonNode error(ApiError error) {
        try {
            return FairleadJson.mapper().readTree(error.toJson()).get("error");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
