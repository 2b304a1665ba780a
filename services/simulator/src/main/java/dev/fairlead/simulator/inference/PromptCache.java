package dev.fairlead.simulator.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.fairlead.simulator.wire.PromptPrefix;

/** The prompts that simulated providers have in their caches: what one instance has read is new to another. */
final class PromptCache {

    private static final int MOST_PROMPTS = 50_000;
    private static final float LOAD = 0.75f;

    private final Map<Known, Boolean> known = new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, Boolean> eldest) {
            return size() > MOST_PROMPTS;
        }
    };

    private record Known(String instance, String model, String key, long hash) {}

    /**
     * Reads a prompt.
     *
     * @param prefixes of it, the shorter first
     * @return how many of its tokens were there already
     */
    synchronized int read(String instance, String model, String key, List<PromptPrefix> prefixes) {
        int cached = 0;
        for (PromptPrefix prefix : prefixes) {
            if (known.put(new Known(instance, model, key, prefix.hash()), true) != null) {
                cached = prefix.tokens();
            }
        }
        return cached;
    }
}
