package dev.fairlead.platform.policy;

import java.time.LocalTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.policy.Action;
import dev.fairlead.contracts.policy.Condition;
import dev.fairlead.contracts.policy.RoutePolicy;
import dev.fairlead.contracts.policy.RoutePolicy.Rule;
import org.jspecify.annotations.Nullable;

/** Writes a policy as the JSON that {@link PolicyReader} reads. */
public final class PolicyWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PolicyWriter() {}

    /** The document of a policy, which says neither its name nor its version. */
    public static ObjectNode write(RoutePolicy policy) {
        ObjectNode document = JSON.objectNode();
        document.put("description", policy.description());
        document.put("mode", policy.mode().wireName());
        if (policy.organisation() != null) {
            document.put("organisation", policy.organisation().value());
        }
        if (policy.defines() != null) {
            document.put("defines", policy.defines());
        } else {
            document.set("models", texts(policy.models()));
        }
        ArrayNode rules = document.putArray("rules");
        for (Rule rule : policy.rules()) {
            ObjectNode written = rules.addObject();
            written.put("name", rule.name());
            written.set("when", condition(rule.when()));
            written.set("then", action(rule.then()));
        }
        return document;
    }

    private static ObjectNode condition(Condition condition) {
        ObjectNode when = JSON.objectNode();
        switch (condition) {
            case Condition.All all -> {
                if (!all.conditions().isEmpty()) {
                    when.set("all", conditions(all.conditions()));
                }
            }
            case Condition.Any any -> when.set("any", conditions(any.conditions()));
            case Condition.Not not -> when.set("not", condition(not.condition()));
            case Condition.Task task -> when.set("task", sorted(task.tasks()));
            case Condition.Language language -> when.set("language", sorted(language.languages()));
            case Condition.BudgetBelow below -> when.set("budget_left", budgetLeft(below));
            case Condition.Time time -> when.set("time", time(time));
            case Condition.Header header -> when.putObject("headers").set(header.name(), sorted(header.values()));
            case Condition.Key key -> when.set("key", sorted(key.hashes()));
            case Condition.Team team -> when.set("team", sorted(team.teams()));
            case Condition.PromptTokens tokens -> when.set("prompt_tokens", promptTokens(tokens));
        }
        return when;
    }

    private static ArrayNode conditions(List<Condition> conditions) {
        ArrayNode written = JSON.arrayNode();
        conditions.forEach(condition -> written.add(condition(condition)));
        return written;
    }

    private static ObjectNode budgetLeft(Condition.BudgetBelow below) {
        ObjectNode written = JSON.objectNode();
        if (below.percent() != null) {
            written.put("below_percent", below.percent());
        }
        if (below.amount() != null) {
            written.put("below", below.amount().toUsd());
        }
        return written;
    }

    private static ObjectNode time(Condition.Time time) {
        ObjectNode written = JSON.objectNode();
        if (!time.days().isEmpty()) {
            ArrayNode days = written.putArray("days");
            time.days().stream()
                    .sorted()
                    .forEach(day -> days.add(day.name().substring(0, 3).toLowerCase(Locale.ROOT)));
        }
        written.put("from", clock(time.from(), "00:00"));
        written.put("to", clock(time.to(), "24:00"));
        return written.put("zone", time.zone().getId());
    }

    private static String clock(@Nullable LocalTime time, String midnight) {
        return time == null ? midnight : time.toString();
    }

    private static ObjectNode promptTokens(Condition.PromptTokens tokens) {
        ObjectNode written = JSON.objectNode().put("at_least", tokens.atLeast());
        return tokens.atMost() == Long.MAX_VALUE ? written : written.put("at_most", tokens.atMost());
    }

    private static ObjectNode action(Action action) {
        ObjectNode then = JSON.objectNode();
        switch (action) {
            case Action.Pick pick -> {
                then.set("pick", texts(pick.models()));
                if (pick.strategy() != null) {
                    then.put("strategy", pick.strategy().wireName());
                }
            }
            case Action.Split split -> {
                ArrayNode arms = then.putArray("split");
                split.arms().forEach(arm -> {
                    ObjectNode written = arms.addObject().put("arm", arm.name()).put("percent", arm.percent());
                    if (!arm.models().isEmpty()) {
                        written.set("models", texts(arm.models()));
                    }
                });
                then.put("sticky_by", split.stickyBy().name().toLowerCase(Locale.ROOT));
            }
            case Action.FallBack fallBack -> then.set("fall_back", texts(fallBack.models()));
            case Action.Deny deny -> then.put("deny", deny.message());
        }
        return then;
    }

    private static ArrayNode sorted(Collection<String> texts) {
        return texts(texts.stream().sorted().toList());
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode written = JSON.arrayNode();
        texts.forEach(written::add);
        return written;
    }
}
