package dev.fairlead.simulator.behaviour;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Some settings of a behaviour, each checked; immutable. What is not set is left to a less specific place. */
public final class Settings {

    public static final Settings NONE = new Settings(new EnumMap<>(Setting.class));

    /** No text of a setting is longer. */
    private static final int LONGEST_TEXT = 256;

    private final Map<Setting, String> texts;

    private Settings(EnumMap<Setting, String> texts) {
        this.texts = Collections.unmodifiableMap(texts);
    }

    /**
     * Reads {@code key=value} pairs with commas between them, as in {@code latency=60ms,tps=200,fail=429}.
     *
     * @throws BadSettingException if a key is unknown or given twice, or a value makes no sense
     */
    public static Settings parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            if (equals < 0) {
                throw new BadSettingException(key, "has no value; write " + key + "=...");
            }
            if (pairs.put(key, pair.substring(equals + 1).strip()) != null) {
                throw new BadSettingException(key, "is given twice");
            }
        }
        return of(pairs);
    }

    /**
     * The settings by their names.
     *
     * @throws BadSettingException if a key is unknown or a value makes no sense
     */
    public static Settings of(Map<String, String> pairs) {
        EnumMap<Setting, String> texts = new EnumMap<>(Setting.class);
        pairs.forEach((key, value) -> {
            Setting setting = Setting.byKey(key);
            if (setting == null) {
                throw new BadSettingException(key, "is unknown; known are " + Setting.keys());
            }
            if (value.length() > LONGEST_TEXT) {
                throw new BadSettingException(key, "is longer than " + LONGEST_TEXT + " characters");
            }
            texts.put(setting, value);
        });
        for (Setting setting : texts.keySet()) {
            if (setting.belongsToFailure() && !texts.containsKey(Setting.FAIL)) {
                throw new BadSettingException(setting.key(), "says how to fail, but fail is missing");
            }
        }
        Settings settings = new Settings(texts);
        Behaviour.of(settings); // refuses what makes no sense
        return settings;
    }

    /** These settings with more specific ones over them. What to do about failures is taken over as a whole. */
    public Settings with(Settings over) {
        if (over.texts.isEmpty()) {
            return this;
        }
        EnumMap<Setting, String> merged = new EnumMap<>(Setting.class);
        merged.putAll(texts);
        if (over.has(Setting.FAIL)) {
            merged.keySet().removeIf(Setting::belongsToFailure);
        }
        merged.putAll(over.texts);
        return new Settings(merged);
    }

    public boolean has(Setting setting) {
        return texts.containsKey(setting);
    }

    /** The text of a setting; null if it is not set here. */
    public @Nullable String get(Setting setting) {
        return texts.get(setting);
    }

    /** The settings by their names, in the order of {@link Setting}. */
    public Map<String, String> byKey() {
        Map<String, String> byKey = new LinkedHashMap<>();
        texts.forEach((setting, text) -> byKey.put(setting.key(), text));
        return Collections.unmodifiableMap(byKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings settings && texts.equals(settings.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
