package dev.fairlead.router.rules.policies;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.Rules;

/** Policies as people see them. */
final class PolicyViews {

    private PolicyViews() {}

    /** Without its rules. */
    static ObjectNode summary(PolicyVersion policy, Rules rules) {
        JsonNode document = tree(policy.document());
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("name", policy.name());
        view.put("version", policy.version());
        view.put("position", rules.positionOf(policy.name()));
        view.put("mode", policy.mode());
        if (policy.organisation() == null) {
            view.putNull("organisation");
        } else {
            view.put("organisation", policy.organisation().value());
        }
        view.put("description", document.path("description").asText());
        view.put("rules", document.path("rules").size());
        view.put("written_by", policy.writtenBy());
        view.put("written_at", policy.writtenAt().toString());
        return view;
    }

    /** With its document. */
    static ObjectNode whole(PolicyVersion policy, Rules rules) {
        ObjectNode view = summary(policy, rules);
        view.set("policy", tree(policy.document()));
        return view;
    }

    static ObjectNode version(PolicyVersion policy) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", policy.version())
                .put("mode", policy.mode())
                .put("written_by", policy.writtenBy())
                .put("written_at", policy.writtenAt().toString());
    }

    static ObjectNode wholeVersion(PolicyVersion policy) {
        ObjectNode view = version(policy);
        view.set("policy", tree(policy.document()));
        return view;
    }

    static ObjectNode data(JsonNode view) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("data", view);
        return answer;
    }

    static JsonNode tree(String json) {
        try {
            return FairleadJson.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("a stored policy is JSON", e);
        }
    }
}
