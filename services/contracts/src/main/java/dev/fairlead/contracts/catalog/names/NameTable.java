package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;

import dev.fairlead.contracts.catalog.CatalogSnapshot;
import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Resolution.Ambiguous;
import dev.fairlead.contracts.catalog.names.Resolution.Found;
import dev.fairlead.contracts.catalog.names.Resolution.Pattern;
import dev.fairlead.contracts.catalog.names.Resolution.Unknown;
import dev.fairlead.contracts.catalog.names.Resolution.UnknownVariant;
import org.jspecify.annotations.Nullable;

/**
 * What every name means in one version of the catalog. Immutable and thread-safe.
 *
 * <p>A name is, in this order: a model's id, an alias, a slug that only one author has, a provider's own spelling (bare,
 * or as the id of its endpoint), {@code ~author/family-latest}; and after these the same in lower case. Only if the
 * whole name is none of them are variants looked for at its end, since spellings may contain colons. What is left may be
 * a wildcard. Models that an organisation has to itself exist for that organisation only.
 *
 * <p>A known name is found in constant time without allocating; only a refusal looks through all models.
 */
public final class NameTable {

    /** No name is longer; a longer one is unknown at once. */
    public static final int LONGEST = 256;

    private static final int NEAREST = 3;

    private final List<Target> targets;
    private final Map<String, Meaning> meanings;
    private final Likeness likeness;

    private NameTable(List<Target> targets) {
        this.targets = targets;
        this.meanings = Spellings.of(targets);
        this.likeness = new Likeness(targets);
    }

    public static NameTable of(CatalogSnapshot snapshot) {
        return of(snapshot.models());
    }

    /** The names of these models, which are in order of their ids. */
    public static NameTable of(List<Model> models) {
        return new NameTable(models.stream().map(Target::of).toList());
    }

    /**
     * What a name means.
     *
     * @param organisation the caller's; null for nobody in particular
     * @param today in UTC: whether a model is retired depends on it
     */
    public Resolution resolve(String name, @Nullable String organisation, LocalDate today) {
        if (name.length() > LONGEST) {
            return new Unknown(List.of());
        }
        Resolution whole = whole(name, organisation, today);
        return whole == null ? split(name, organisation, today) : whole;
    }

    private @Nullable Resolution whole(String name, @Nullable String organisation, LocalDate today) {
        Resolution resolution = exactly(name, organisation, today);
        if (resolution == null) {
            String lower = name.toLowerCase(Locale.ROOT);
            resolution = lower.equals(name) ? null : exactly(lower, organisation, today);
        }
        return resolution;
    }

    private @Nullable Resolution exactly(String name, @Nullable String organisation, LocalDate today) {
        Meaning meaning = meanings.get(name);
        return meaning == null ? null : meaning.to(organisation, today);
    }

    /** Takes one suffix after another off the name, until something is left that means something. */
    private Resolution split(String name, @Nullable String organisation, LocalDate today) {
        List<Variant> variants = new ArrayList<>();
        String strange = null;
        String bare = name;
        String base = name;
        while (true) {
            Resolution resolution = base.equals(name) ? null : whole(base, organisation, today);
            if (resolution == null && Wildcard.is(base)) {
                resolution = pattern(base, organisation, today);
            }
            if (resolution != null) {
                return strange == null
                        ? withVariants(resolution, variants.reversed())
                        : unknownVariant(resolution, base, strange, organisation);
            }
            int colon = base.lastIndexOf(':');
            if (colon < 0) {
                return new Unknown(likeness.nearest(bare, NEAREST, target -> isSuggested(target, organisation, today)));
            }
            String suffix = base.substring(colon + 1);
            Variant variant = Variant.of(suffix);
            base = base.substring(0, colon);
            if (variant == null) {
                strange = suffix;
            } else {
                variants.add(variant);
                bare = strange == null ? base : bare;
            }
        }
    }

    private @Nullable Resolution pattern(String name, @Nullable String organisation, LocalDate today) {
        Wildcard wildcard = Wildcard.of(name);
        List<Model> models = new ArrayList<>();
        for (Target target : targets) {
            if (wildcard.matches(target.model().id()) && isSuggested(target, organisation, today)) {
                models.add(target.model());
            }
        }
        return models.isEmpty() ? null : new Pattern(models, List.of());
    }

    private static boolean isSuggested(Target target, @Nullable String organisation, LocalDate today) {
        return target.isVisibleTo(organisation) && !target.model().isRetired(today);
    }

    private static Resolution withVariants(Resolution resolution, List<Variant> written) {
        return switch (resolution) {
            case Found(Model model, List<Variant> variants) -> new Found(model, joined(variants, written));
            case Pattern(List<Model> models, List<Variant> variants) -> new Pattern(models, joined(variants, written));
            case Ambiguous ambiguous -> ambiguous;
            case Unknown unknown -> unknown;
            case UnknownVariant unknown -> unknown;
        };
    }

    private static List<Variant> joined(List<Variant> some, List<Variant> others) {
        if (some.isEmpty() && others.size() < 2) {
            return others;
        }
        SequencedSet<Variant> joined = new LinkedHashSet<>(some);
        joined.addAll(others);
        return List.copyOf(joined);
    }

    private static Resolution unknownVariant(Resolution of, String base, String suffix, @Nullable String organisation) {
        return switch (of) {
            case Found(Model model, List<Variant> x) ->
                new UnknownVariant(model.id(), suffix, knownVariants(List.of(model), organisation));
            case Pattern(List<Model> models, List<Variant> x) ->
                new UnknownVariant(base, suffix, knownVariants(models, organisation));
            case Ambiguous ambiguous -> ambiguous;
            case Unknown unknown -> unknown;
            case UnknownVariant unknown -> unknown;
        };
    }

    private static List<String> knownVariants(List<Model> models, @Nullable String organisation) {
        List<Endpoint> endpoints = models.stream()
                .flatMap(model -> model.endpoints().stream())
                .filter(endpoint -> endpoint.isVisibleTo(organisation))
                .toList();
        Stream<Variant> known = Arrays.stream(Variant.values())
                .filter(variant -> !variant.isStatic() || endpoints.stream().anyMatch(variant::isOf));
        return known.map(Variant::suffix).toList();
    }
}
