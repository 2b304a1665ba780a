package dev.fairlead.edge.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.routing.OutcomeKind;
import dev.fairlead.contracts.usage.Attempt;
import dev.fairlead.contracts.usage.RouteTaken;
import dev.fairlead.edge.planning.Candidate;
import dev.fairlead.edge.planning.Plan;
import dev.fairlead.edge.planning.Plan.Dropped;
import org.jspecify.annotations.Nullable;

/**
 * {@code openrouter_metadata}: how an answer, or an error, came about. The members that OpenRouter documents mean what
 * they mean there; ours stand beside them: {@code place} of an endpoint, {@code code} and {@code duration_ms} of an
 * attempt, and all of {@code params}.
 */
public final class RouterMetadata {

    /** A wildcard may leave out thousands. */
    private static final int MOST_DROPPED = 32;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RouterMetadata() {}

    /**
     * The object, as JSON.
     *
     * @param attempts those that are over, in order
     * @param answered who has answered; null if nobody has
     */
    public static String json(Routing routing, Plan plan, List<Attempt> attempts, @Nullable Candidate answered) {
        ObjectNode metadata = NODES.objectNode();
        metadata.put("requested", routing.requested());
        metadata.put("strategy", routing.kind());
        metadata.putNull("region");
        metadata.put("summary", summary(plan, answered));
        metadata.put("attempt", answered == null ? attempts.size() : numberOf(answered, attempts));
        metadata.put("is_byok", answered != null && answered.endpoint().owner() != null);
        metadata.set("endpoints", endpoints(plan, answered));
        metadata.set("attempts", attempts(plan, attempts));
        metadata.set("params", params(routing, plan));
        metadata.putArray("pipeline");
        return metadata.toString();
    }

    private static String summary(Plan plan, @Nullable Candidate answered) {
        String available = "available=" + plan.candidates().size();
        return answered == null
                ? available
                : available + ", selected=" + answered.provider().name();
    }

    /** Which attempt answered, from 1; 0 if it was the cache. */
    private static int numberOf(Candidate answered, List<Attempt> attempts) {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Attempt attempt = attempts.get(i);
            if (attempt.endpoint().equals(answered.endpoint().id()) && attempt.outcome() != OutcomeKind.OUTRUN) {
                return i + 1;
            }
        }
        return 0;
    }

    private static ObjectNode endpoints(Plan plan, @Nullable Candidate answered) {
        ObjectNode endpoints = NODES.objectNode();
        endpoints.put("total", plan.candidates().size() + plan.dropped().size());
        ArrayNode available = endpoints.putArray("available");
        for (Candidate candidate : plan.candidates()) {
            ObjectNode endpoint = available.addObject();
            endpoint.put("provider", candidate.provider().name());
            endpoint.put("model", candidate.name());
            endpoint.put("selected", candidate.equals(answered));
            endpoint.put("endpoint", candidate.endpoint().id());
            endpoint.put("place", candidate.place().wireName());
            if (candidate.serviceTier() != null) {
                endpoint.put("service_tier", candidate.serviceTier());
            }
        }
        return endpoints;
    }

    private static ArrayNode attempts(Plan plan, List<Attempt> attempts) {
        ArrayNode nodes = NODES.arrayNode();
        for (Attempt attempt : attempts) {
            Candidate tried = candidate(plan, attempt.endpoint());
            ObjectNode node = nodes.addObject();
            node.put(
                    "provider",
                    tried == null ? attempt.provider() : tried.provider().name());
            node.put("model", tried == null ? "" : tried.name());
            node.put("status", attempt.status());
            node.put("code", attempt.outcome().name().toLowerCase(Locale.ROOT));
            node.put("duration_ms", attempt.durationMillis());
        }
        return nodes;
    }

    private static @Nullable Candidate candidate(Plan plan, String endpoint) {
        for (Candidate candidate : plan.candidates()) {
            if (candidate.endpoint().id().equals(endpoint)) {
                return candidate;
            }
        }
        return null;
    }

    private static ObjectNode params(Routing routing, Plan plan) {
        ObjectNode params = NODES.objectNode();
        params.put("routing_strategy", plan.strategy().wireName());
        RouteTaken taken = routing.taken();
        if (taken != null) {
            put(params, "virtual_model", taken.virtualModel());
            put(params, "task", taken.task());
            put(params, "policy", taken.policy());
            if (taken.policy() != null) {
                params.put("policy_version", taken.policyVersion());
                params.put("policy_shadow", taken.shadow());
            }
            put(params, "rule", taken.rule());
            put(params, "arm", taken.arm());
        }
        List<Dropped> dropped = plan.dropped();
        if (!dropped.isEmpty()) {
            Map<String, Integer> reasons = new LinkedHashMap<>();
            List<ObjectNode> first = new ArrayList<>();
            for (Dropped endpoint : dropped) {
                reasons.merge(endpoint.reason().wireName(), 1, Integer::sum);
                if (first.size() < MOST_DROPPED) {
                    first.add(NODES.objectNode()
                            .put("endpoint", endpoint.endpoint())
                            .put("reason", endpoint.reason().wireName()));
                }
            }
            ObjectNode excludedBy = params.putObject("excluded_by");
            reasons.forEach(excludedBy::put);
            params.putArray("dropped").addAll(first);
        }
        return params;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
