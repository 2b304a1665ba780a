package dev.fairlead.contracts.routing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Names that stand for a way of choosing models, instead of for a model. */
public enum VirtualModel {
    /** Models that are good at what the prompt is about. */
    AUTO,
    /** Models by what the prompt is about, as the request maps tasks to models. */
    TASK,
    /** Dear models while today's share of the budget lasts, cheap ones after that. */
    BUDGET,
    /** Several models at once. */
    CONSENSUS,
    /** Any model that is free. */
    FREE;

    /** What all their ids begin with. */
    public static final String AUTHOR = "fairlead/";

    private static final String ELSEWHERE = "openrouter/";

    /** Names of the same that callers bring along. */
    private static final Map<String, VirtualModel> ALIASES =
            Map.of(ELSEWHERE + "auto", AUTO, ELSEWHERE + "auto-beta", AUTO, ELSEWHERE + "free", FREE);

    private static final Map<String, VirtualModel> BY_NAME = Stream.concat(
                    ALIASES.entrySet().stream(), Stream.of(values()).map(model -> Map.entry(model.id(), model)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** Its name, such as {@code fairlead/auto}. */
    public String id() {
        return AUTHOR + name().toLowerCase(Locale.ROOT);
    }

    /** The virtual model of that name, in whatever case and without a variant; null if there is none. */
    public static @Nullable VirtualModel of(String name) {
        return startsWith(name, AUTHOR) || startsWith(name, ELSEWHERE)
                ? BY_NAME.get(name.toLowerCase(Locale.ROOT))
                : null;
    }

    private static boolean startsWith(String name, String author) {
        return name.regionMatches(true, 0, author, 0, author.length());
    }

    /** All ids, for an error that lists them. */
    public static List<String> ids() {
        return Stream.of(values()).map(VirtualModel::id).toList();
    }
}
