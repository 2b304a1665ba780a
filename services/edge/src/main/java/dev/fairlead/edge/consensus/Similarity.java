package dev.fairlead.edge.consensus;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much two answers say the same, from 0 to 1. The same in both directions, and 1 for an answer and itself. In this
 * order:
 *
 * <ol>
 *   <li>answers that are the same but for markup, case, spaces and a full stop: 1;
 *   <li>JSON: the share of the values, by their places, that both have;
 *   <li>answers that come to a number: 1 if it is the same, else 0, however alike the way to it;
 *   <li>a yes and a no: 0;
 *   <li>text: the mean of the share of common words and the cosine of the counts of three characters in a row.
 * </ol>
 */
final class Similarity {

    private Similarity() {}

    static double of(AnswerText one, AnswerText other) {
        if (one.plain().equals(other.plain())) {
            return 1;
        }
        if (one.json() != null && other.json() != null) {
            return ofJson(one.json(), other.json());
        }
        BigDecimal number = one.number();
        if (number != null && other.number() != null) {
            return number.compareTo(other.number()) == 0 ? 1 : 0;
        }
        if (one.verdict() != null && other.verdict() != null && !Objects.equals(one.verdict(), other.verdict())) {
            return 0;
        }
        return (dice(one.words(), other.words()) + cosine(one.trigrams(), other.trigrams())) / 2;
    }

    private static double dice(Set<String> one, Set<String> other) {
        int both = one.size() + other.size();
        return both == 0 ? 0 : 2.0 * common(one, other) / both;
    }

    private static double cosine(Map<String, Integer> one, Map<String, Integer> other) {
        double product = 0;
        for (Map.Entry<String, Integer> gram : one.entrySet()) {
            product += (double) gram.getValue() * other.getOrDefault(gram.getKey(), 0);
        }
        return product == 0 ? 0 : Math.min(1, product / Math.sqrt(squares(one) * squares(other)));
    }

    private static double squares(Map<String, Integer> counts) {
        double squares = 0;
        for (int count : counts.values()) {
            squares += (double) count * count;
        }
        return squares;
    }

    private static double ofJson(JsonNode one, JsonNode other) {
        Set<Leaf> leaves = leaves(one);
        Set<Leaf> others = leaves(other);
        int common = common(leaves, others);
        int all = leaves.size() + others.size() - common;
        return all == 0 ? 1 : (double) common / all;
    }

    private static <T> int common(Set<T> one, Set<T> other) {
        int common = 0;
        for (T element : one) {
            common += other.contains(element) ? 1 : 0;
        }
        return common;
    }

    /** One value of a JSON document; numbers are equal if their values are. */
    private record Leaf(String place, Object value) {}

    private static Set<Leaf> leaves(JsonNode json) {
        Set<Leaf> leaves = new HashSet<>();
        collect(json, "", leaves);
        return leaves;
    }

    private static void collect(JsonNode json, String place, Set<Leaf> leaves) {
        if (json.isObject() && !json.isEmpty()) {
            json.properties().forEach(member -> collect(member.getValue(), place + '/' + member.getKey(), leaves));
        } else if (json.isArray() && !json.isEmpty()) {
            // The order of a list often means nothing, so an element counts by its value and how often it was there.
            Map<JsonNode, Integer> seen = new HashMap<>();
            for (JsonNode element : json) {
                if (element.isValueNode()) {
                    leaves.add(new Leaf(place + "/*" + seen.merge(element, 1, Integer::sum), value(element)));
                } else {
                    collect(element, place + '/' + seen.merge(json, 1, Integer::sum), leaves);
                }
            }
        } else {
            leaves.add(new Leaf(place, value(json)));
        }
    }

    private static Object value(JsonNode json) {
        return json.isNumber() ? json.decimalValue().stripTrailingZeros() : json.toString();
    }
}
