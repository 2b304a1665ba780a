package dev.fairlead.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report as programs read it. */
final class JsonReport {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private JsonReport() {}

    static String of(BenchReport report) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot happen: it is a tree", e);
        }
    }

    private static ObjectNode tree(BenchReport report) {
        ObjectNode json = MAPPER.createObjectNode();
        json.set("conditions", conditions(report.conditions()));
        report.results()
                .forEach(result -> json.withArrayProperty("scenarios")
                        .add(MAPPER.<ObjectNode>valueToTree(result)
                                .put("title", result.scenario().title())));
        json.set("traffic", MAPPER.valueToTree(report.traffic()));
        json.set("books", books(report.balance()));
        json.put("left_to_lapse_nanos", report.leftToLapse().nanos());
        json.put("redis_functions_per_request", report.functionCalls());
        json.put("books_are_right", report.booksAreRight());
        json.putObject("aim")
                .put("most", BenchReport.AIM)
                .put("ratio", report.aimed().median())
                .put("met", report.aimIsMet());
        return json;
    }

    private static ObjectNode conditions(Conditions conditions) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("at", conditions.at().toString())
                .put("processors", conditions.processors())
                .put("java", conditions.java())
                .put("nginx", conditions.nginx())
                .put("load_before", conditions.loadBefore())
                .put("others_processors", conditions.othersProcessors())
                .put("warm_up_cut_short", conditions.warmUpCutShort());
        json.set("edge_jvm", MAPPER.valueToTree(conditions.edgeJvm()));
        json.set("settings", MAPPER.valueToTree(conditions.settings()));
        json.set("warm_up", MAPPER.valueToTree(conditions.warmUp()));
        return json;
    }

    private static ObjectNode books(Books.Balance balance) {
        return MAPPER.createObjectNode()
                .put("generations", balance.generations())
                .put("cancelled", balance.cancelled())
                .put("failed", balance.failed())
                .put("cost_nanos", balance.cost().nanos())
                .put("ledger_nanos", balance.ledger().nanos())
                .put("redis_used_nanos", balance.redisUsed().nanos())
                .put("redis_reserved_nanos", balance.redisReserved().nanos());
    }
}
