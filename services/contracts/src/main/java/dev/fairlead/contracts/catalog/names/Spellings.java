package dev.fairlead.contracts.catalog.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;

/** Collects every spelling of every model, rank by rank: a spelling of a lower rank never hides one of a higher. */
final class Spellings {

    private final List<Target> targets;
    private final Map<String, Meaning> meanings;

    private Spellings(List<Target> targets) {
        this.targets = targets;
        this.meanings = HashMap.newHashMap(8 * targets.size());
    }

    static Map<String, Meaning> of(List<Target> targets) {
        Spellings spellings = new Spellings(targets);
        spellings.addRanks();
        return spellings.meanings;
    }

    private void addRanks() {
        List<Map<String, Meaning>> ranks = List.of(
                ids(),
                aliases(),
                slugs(),
                // What is served now, before what once was.
                providers(Spellings::isCurrent),
                providers(endpoint -> !isCurrent(endpoint)),
                families());
        ranks.forEach(this::addRank);
        ranks.forEach(rank -> addRank(lowerCased(rank)));
    }

    private void addRank(Map<String, Meaning> rank) {
        rank.forEach((name, meaning) -> {
            Meaning higher = meanings.get(name);
            if (higher == null) {
                meanings.put(name, meaning);
            } else if (!higher.saysSomethingToEverybody()) {
                meanings.put(name, new Meaning.Preferred(higher, meaning));
            }
        });
    }

    private Map<String, Meaning> ids() {
        Map<String, Meaning> rank = new HashMap<>();
        targets.forEach(target -> rank.put(target.model().id(), target));
        return rank;
    }

    private Map<String, Meaning> aliases() {
        Map<String, Meaning> rank = new HashMap<>();
        for (Target target : targets) {
            target.model().aliases().forEach(alias -> rank.merge(alias, target, Meaning::both));
        }
        return rank;
    }

    private Map<String, Meaning> slugs() {
        Map<String, Meaning> rank = new HashMap<>();
        targets.forEach(target -> rank.merge(slug(target.model().id()), target, Meaning::both));
        return rank;
    }

    private Map<String, Meaning> providers(Predicate<Endpoint> wanted) {
        Map<String, Meaning> rank = new HashMap<>();
        for (Target target : targets) {
            for (Endpoint endpoint : target.model().endpoints()) {
                if (wanted.test(endpoint)) {
                    addProviderSpellings(endpoint, target, rank);
                }
            }
        }
        return rank;
    }

    private static void addProviderSpellings(Endpoint endpoint, Target target, Map<String, Meaning> rank) {
        // Nobody may learn of a model through another organisation's endpoint of it.
        String owner = endpoint.owner();
        Target mine = owner == null || endpoint.isVisibleTo(null) ? target : target.onlyFor(owner);
        addProviderSpelling(endpoint.upstreamModel(), endpoint, mine, rank);
        addProviderSpelling(endpoint.id(), endpoint, mine, rank);
        if (endpoint.region() != null || endpoint.variant() != null) {
            addProviderSpelling(endpoint.provider() + '/' + endpoint.upstreamModel(), endpoint, mine, rank);
        }
    }

    /** A spelling that ends like a variant means that variant, or nothing. */
    private static void addProviderSpelling(
            String spelling, Endpoint endpoint, Target target, Map<String, Meaning> rank) {
        Variant variant = Variant.of(spelling.substring(spelling.lastIndexOf(':') + 1));
        if (variant == null || spelling.indexOf(':') < 0) {
            rank.merge(spelling, target, Meaning::both);
        } else if (variant.isOf(endpoint)) {
            rank.merge(spelling, target.with(variant), Meaning::both);
        }
    }

    private Map<String, Meaning> families() {
        Map<String, List<Target>> families = new HashMap<>();
        for (Target target : targets) {
            Model model = target.model();
            if (model.family() != null && model.released() != null) {
                String name = '~' + author(model.id()) + '/' + model.family() + "-latest";
                families.computeIfAbsent(name.toLowerCase(Locale.ROOT), x -> new ArrayList<>())
                        .add(target);
            }
        }
        Comparator<Target> newestFirst = Comparator.comparing(
                        (Target target) -> target.model().released(), Comparator.nullsLast(Comparator.reverseOrder()))
                .thenComparing(target -> target.model().id());
        Map<String, Meaning> rank = new HashMap<>();
        families.forEach((name, family) -> rank.put(
                name, new Meaning.Newest(family.stream().sorted(newestFirst).toArray(Target[]::new))));
        return rank;
    }

    private static Map<String, Meaning> lowerCased(Map<String, Meaning> rank) {
        Map<String, Meaning> lowerCased = new HashMap<>();
        rank.forEach((name, meaning) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals(name)) {
                lowerCased.merge(lower, meaning, Meaning::both);
            }
        });
        return lowerCased;
    }

    private static boolean isCurrent(Endpoint endpoint) {
        return endpoint.standing() != Standing.RETIRED && endpoint.standing() != Standing.UNVERIFIED;
    }

    static String author(String id) {
        return id.substring(0, Math.max(0, id.indexOf('/')));
    }

    static String slug(String id) {
        return id.substring(id.indexOf('/') + 1);
    }
}
