package dev.fairlead.router.decision;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.router.catalog.CurrentCatalog;
import org.jspecify.annotations.Nullable;

/** How the models of a catalog rank at each task; worked out once for each version of the catalog. Thread-safe. */
final class TaskRanks {

    private final Strengths strengths;
    private volatile @Nullable Ranked last;

    TaskRanks(Strengths strengths) {
        this.strengths = strengths;
    }

    private record Ranked(CurrentCatalog.Version version, Map<Task, Map<String, Integer>> ranks) {}

    /** The places of the models that are good at a task, by their ids; those of the same entry share one. */
    Map<String, Integer> of(CurrentCatalog.Version version, Task task) {
        Ranked ranked = last;
        if (ranked == null
                || ranked.version().snapshot().version() != version.snapshot().version()) {
            ranked = new Ranked(version, rank(version.snapshot().models()));
            last = ranked;
        }
        return ranked.ranks().getOrDefault(task, Map.of());
    }

    private Map<Task, Map<String, Integer>> rank(List<Model> models) {
        Map<Task, Map<String, Integer>> ranks = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            Map<String, Integer> places = new HashMap<>();
            List<Strengths.Entry> entries = strengths.at(task);
            for (Model model : models) {
                for (int place = 0; place < entries.size(); place++) {
                    if (entries.get(place).models().matches(model.id())) {
                        places.put(model.id(), place);
                        break;
                    }
                }
            }
            ranks.put(task, places);
        }
        return ranks;
    }
}
