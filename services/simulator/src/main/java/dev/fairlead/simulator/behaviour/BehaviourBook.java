package dev.fairlead.simulator.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The behaviours that are set, by place. For a call they are laid over each other, setting by setting, the most specific
 * place on top: built-in model, instance, model, endpoint, key, request header. Thread-safe; looking up is cheap.
 */
public final class BehaviourBook {

    /** Scripts and headers that are remembered; beyond it they are forgotten, and their counts begin anew. */
    private static final int MOST_REMEMBERED = 10_000;

    private final long seed;
    private final Map<Place, Settings> configured;
    private volatile Pages pages;

    /**
     * A book.
     *
     * @param configured what holds after a reset
     */
    public BehaviourBook(long seed, Map<Place, Settings> configured) {
        this.seed = seed;
        this.configured = Map.copyOf(configured);
        this.pages = freshPages();
    }

    /** Sets the behaviour of a place, in place of what was set for it; its calls are counted from zero. */
    public synchronized void put(Place place, Settings settings) {
        Map<Place, Layer> layers = new TreeMap<>(BehaviourBook::compare);
        layers.putAll(pages.layers);
        layers.put(place, new Layer(place.toString(), settings));
        pages = pages.withLayers(layers);
    }

    /** Forgets what is set for a place; false if nothing was. */
    public synchronized boolean remove(Place place) {
        Map<Place, Layer> layers = new TreeMap<>(BehaviourBook::compare);
        layers.putAll(pages.layers);
        boolean removed = layers.remove(place) != null;
        pages = pages.withLayers(layers);
        return removed;
    }

    /** Back to the configuration, with all counts at zero. */
    public synchronized void reset() {
        pages = freshPages();
    }

    /** What is set, in the order of kinds and names. */
    public Map<Place, Settings> settings() {
        Map<Place, Settings> settings = new TreeMap<>(BehaviourBook::compare);
        pages.layers.forEach((place, layer) -> settings.put(place, layer.settings));
        return settings;
    }

    /**
     * The script of a call.
     *
     * @param key the name of its API key
     * @param header what the request itself asks for; null if nothing
     * @throws BadSettingException if the header cannot be understood
     */
    public Script script(String instance, String model, String key, @Nullable String header) {
        Pages current = pages;
        Question question = new Question(instance, model, key, header == null ? "" : header);
        Script known = current.scripts.get(question);
        if (known != null) {
            return known;
        }
        if (current.scripts.mappingCount() > MOST_REMEMBERED) {
            current.scripts.clear();
        }
        return current.scripts.computeIfAbsent(question, q -> write(current, q));
    }

    private Script write(Pages from, Question question) {
        Settings merged = Settings.NONE;
        Layer failing = null;
        for (Layer layer : layers(from, question)) {
            merged = merged.with(layer.settings);
            if (layer.settings.has(Setting.FAIL)) {
                failing = layer;
            }
        }
        long series = question.toString().hashCode();
        if (failing == null) {
            return new Script(Behaviour.of(merged), seed, series, series, new AtomicLong());
        }
        return new Script(
                Behaviour.of(merged),
                seed,
                series,
                (failing.name + '@' + question.instance).hashCode(),
                failing.calls(question.instance));
    }

    /** The layers that bear on a call, the least specific one first. */
    private static List<Layer> layers(Pages from, Question question) {
        List<Layer> layers = new ArrayList<>();
        BuiltInModel builtIn = BuiltInModel.byId(question.model);
        layers.add(from.builtIn(builtIn == null ? BuiltInModel.CHAT : builtIn));
        for (Place.Kind kind : Place.Kind.values()) {
            String name =
                    switch (kind) {
                        case INSTANCE -> question.instance;
                        case MODEL -> question.model;
                        case ENDPOINT -> question.instance + '/' + question.model;
                        case KEY -> question.key;
                    };
            Layer layer = from.layers.get(new Place(kind, name));
            if (layer != null) {
                layers.add(layer);
            }
        }
        if (!question.header.isEmpty()) {
            layers.add(from.header(question.header));
        }
        return layers;
    }

    private Pages freshPages() {
        Map<Place, Layer> layers = new TreeMap<>(BehaviourBook::compare);
        configured.forEach((place, settings) -> layers.put(place, new Layer(place.toString(), settings)));
        return new Pages(layers, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private static int compare(Place a, Place b) {
        int byKind = a.kind().compareTo(b.kind());
        return byKind != 0 ? byKind : a.name().compareTo(b.name());
    }

    private record Question(String instance, String model, String key, String header) {}

    /** Settings with the calls that were counted for them, for each instance on its own. */
    private record Layer(String name, Settings settings, Map<String, AtomicLong> callsByInstance) {

        Layer(String name, Settings settings) {
            this(name, settings, new ConcurrentHashMap<>());
        }

        AtomicLong calls(String instance) {
            return callsByInstance.computeIfAbsent(instance, i -> new AtomicLong());
        }
    }

    /**
     * One state of the book. The scripts belong to it and go with it, so that no script outlives the settings it was
     * written from; the layers, with their counts, go on.
     */
    private record Pages(
            Map<Place, Layer> layers,
            ConcurrentHashMap<String, Layer> others,
            ConcurrentHashMap<Question, Script> scripts) {

        Pages withLayers(Map<Place, Layer> changed) {
            return new Pages(changed, others, new ConcurrentHashMap<>());
        }

        Layer header(String text) {
            if (others.mappingCount() > MOST_REMEMBERED) {
                others.clear();
            }
            return others.computeIfAbsent("header " + text, name -> new Layer(name, Settings.parse(text)));
        }

        Layer builtIn(BuiltInModel model) {
            return others.computeIfAbsent("built-in " + model.id(), name -> new Layer(name, model.settings()));
        }
    }
}
