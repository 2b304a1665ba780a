package dev.fairlead.e2e.routing;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.e2e.suite.Simulator;

/**
 * Models that a test has to itself, each served by some instances of the simulator, each of which is a provider.
 *
 * @param author of the models, and the beginning of the names of the providers
 * @param dollars for a million tokens, of prompt as of completion
 * @param byModel the instances that serve a model, by its slug
 */
record Offer(String author, String dollars, Map<String, List<String>> byModel) {

    /** One model that some instances serve. */
    static Offer of(String author, String slug, String... instances) {
        return new Offer(author, "1", Map.of(slug, List.of(instances)));
    }

    Offer at(String dollars) {
        return new Offer(author, dollars, byModel);
    }

    /** The ids of all models. */
    List<String> models() {
        return byModel.keySet().stream().map(this::model).toList();
    }

    String model(String slug) {
        return author + "/" + slug;
    }

    /** The provider that an instance is. */
    String provider(String instance) {
        return author + "-" + instance;
    }

    /** Makes one endpoint behave. */
    void behave(Simulator simulator, String instance, String slug, String json) {
        simulator.behave("endpoint/" + provider(instance) + "/" + slug, json);
    }

    /** A query for the simulator's ledger: all calls of one endpoint. */
    String calls(String instance, String slug) {
        return "instance=" + provider(instance) + "&model=" + slug;
    }

    /** As the catalog imports it. */
    String facts(URI simulator) {
        StringBuilder facts = new StringBuilder("author: " + author + "\nmodels:\n");
        Map<String, List<String>> byInstance = new LinkedHashMap<>();
        byModel.forEach((slug, instances) -> {
            facts.append(
                    "  - {slug: %1$s, name: %1$s, context_length: 8000, max_output_tokens: 1000}\n".formatted(slug));
            instances.forEach(instance ->
                    byInstance.computeIfAbsent(instance, _ -> new ArrayList<>()).add(slug));
        });
        byInstance.forEach((instance, slugs) -> {
            facts.append("""
                    ---
                    provider: %1$s
                    name: %1$s
                    kind: private
                    base_url: %2$s/%1$s/v1
                    dialect: openai
                    authentication: bearer
                    environment_keys: [SIMULATOR_API_KEY]
                    trains: false
                    retention_days: 0
                    endpoints:
                    """.formatted(provider(instance), simulator));
            slugs.forEach(slug -> facts.append("""
                      - model: %s
                        upstream_model: %s
                        price: {as_of: 2026-11-01, input: %3$s, output: %3$s}
                    """.formatted(model(slug), slug, dollars)));
        });
        return facts.toString();
    }
}
