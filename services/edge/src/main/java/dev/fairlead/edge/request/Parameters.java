package dev.fairlead.edge.request;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.fairlead.edge.envelope.JsonIndex;
import dev.fairlead.edge.envelope.JsonIndex.Kind;
import dev.fairlead.edge.envelope.JsonWalk;

/** The parameters of a request that not every model understands, in the words of the catalog. */
final class Parameters {

    /** Those that requests and catalog spell alike. */
    private static final List<String> SAME = List.of(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "top_a",
            "frequency_penalty",
            "presence_penalty",
            "repetition_penalty",
            "max_tokens",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "prediction",
            "seed",
            "response_format",
            "structured_outputs",
            "stop",
            "tools",
            "tool_choice",
            "include_reasoning",
            "reasoning",
            "web_search_options",
            "verbosity");

    /** The newer name of a limit that the catalog lists by its older one. */
    private static final String NEWER_LIMIT = "max_completion_tokens";

    private Parameters() {}

    static Set<String> of(JsonIndex json) {
        Set<String> sent = new HashSet<>();
        for (String name : SAME) {
            if (isSent(json, name)) {
                sent.add(name);
            }
        }
        if (isSent(json, NEWER_LIMIT)) {
            sent.add("max_tokens");
        }
        if (isSent(json, "reasoning_effort")) {
            sent.add("reasoning");
        }
        if (sent.contains("response_format") && asksForSchema(json)) {
            sent.add("structured_outputs");
        }
        return sent;
    }

    private static boolean asksForSchema(JsonIndex json) {
        int i = json.find("response_format");
        if (json.kind(i) != Kind.OBJECT) {
            return false;
        }
        JsonWalk format = new JsonWalk(json.bytes(), json.valueStart(i));
        while (format.next()) {
            if (format.keyIs("type")) {
                return format.stringIs("json_schema");
            }
        }
        return false;
    }

    private static boolean isSent(JsonIndex json, String name) {
        int i = json.find(name);
        return i >= 0 && json.kind(i) != Kind.NULL && !(json.kind(i) == Kind.ARRAY && json.elements(i) == 0);
    }
}
