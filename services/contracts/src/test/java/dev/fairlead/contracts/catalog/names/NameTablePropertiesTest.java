package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.catalog.names.Resolution.Ambiguous;
import dev.fairlead.contracts.catalog.names.Resolution.Found;
import dev.fairlead.contracts.catalog.names.Resolution.Unknown;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

import static dev.fairlead.contracts.catalog.names.Sample.TODAY;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Random catalogs, in which names collide a lot, against the rules written out naively. */
class NameTablePropertiesTest {

    private static final List<String> ORGANISATIONS = List.of("acme", "umbrella");

    @Property(tries = 300, seed = "20261123")
    void everySpellingMeansWhatTheRulesSay(@ForAll long seed) {
        Random random = new Random(seed);
        List<Model> models = models(random);
        NameTable names = NameTable.of(models);
        for (String name : spellings(models)) {
            for (String organisation : new @Nullable String[] {null, "acme", "umbrella"}) {
                Resolution expected = naively(name, organisation, models);
                Resolution actual = names.resolve(name, organisation, TODAY);
                assertEquals(expected, actual, () -> name + " for " + organisation + " in " + models);
            }
        }
    }

    @Property(tries = 100, seed = "20261124")
    void whatIsNotKnownNeverNamesWhatTheCallerMustNotSee(@ForAll long seed) {
        Random random = new Random(seed);
        List<Model> models = models(random);
        NameTable names = NameTable.of(models);
        for (String name : spellings(models)) {
            if (names.resolve(name + "zz", null, TODAY) instanceof Unknown(List<String> nearest)) {
                Set<String> visible = new LinkedHashSet<>();
                models.stream().filter(model -> isVisible(model, null)).forEach(model -> visible.add(model.id()));
                assertEquals(
                        List.of(),
                        nearest.stream().filter(id -> !visible.contains(id)).toList());
            }
        }
    }

    private static List<Model> models(Random random) {
        Set<String> ids = new LinkedHashSet<>();
        for (int i = 0; i < 12; i++) {
            ids.add("author" + random.nextInt(3) + "/m" + random.nextInt(6));
        }
        return ids.stream().sorted().map(id -> model(id, random)).toList();
    }

    private static Model model(String id, Random random) {
        List<String> aliases = random.nextInt(3) == 0 ? List.of("m" + random.nextInt(8)) : List.of();
        Endpoint[] endpoints = new Endpoint[random.nextInt(4)];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = endpoint(random);
        }
        LocalDate released = random.nextBoolean() ? TODAY.minusDays(random.nextInt(50)) : null;
        LocalDate retires = random.nextInt(4) == 0 ? TODAY.plusDays(random.nextInt(3) - 1) : null;
        String family = random.nextBoolean() ? "f" + random.nextInt(2) : null;
        return Sample.model(id, aliases, family, released, retires, endpoints);
    }

    private static Endpoint endpoint(Random random) {
        String upstream = List.of("M", "m", "p/m", "v:", "author0/m").get(random.nextInt(5)) + random.nextInt(6);
        String variant = random.nextInt(4) == 0 ? List.of("free", "thinking").get(random.nextInt(2)) : null;
        String owner = random.nextInt(3) == 0 ? ORGANISATIONS.get(random.nextInt(2)) : null;
        Standing standing = List.copyOf(EnumSet.allOf(Standing.class)).get(random.nextInt(6));
        return Sample.endpoint(
                "p" + random.nextInt(3),
                upstream,
                random.nextInt(4) == 0 ? "eu" : null,
                variant,
                standing,
                owner,
                owner != null && random.nextInt(4) == 0);
    }

    private static Set<String> spellings(List<Model> models) {
        Set<String> spellings = new LinkedHashSet<>();
        for (Model model : models) {
            spellings.add(model.id());
            spellings.add(model.id().substring(model.id().indexOf('/') + 1));
            spellings.addAll(model.aliases());
            for (Endpoint endpoint : model.endpoints()) {
                spellings.add(endpoint.upstreamModel());
                spellings.add(endpoint.provider() + '/' + endpoint.upstreamModel());
                if (endpoint.variant() == null) {
                    spellings.add(endpoint.id());
                }
            }
            spellings.add("~" + model.id().substring(0, model.id().indexOf('/')) + "/f0-latest");
        }
        List.copyOf(spellings).forEach(spelling -> spellings.add(spelling.toUpperCase(Locale.ROOT)));
        spellings.removeIf(spelling -> naivelyUnknown(spelling, models));
        return spellings;
    }

    private static boolean naivelyUnknown(String name, List<Model> models) {
        for (String organisation : new @Nullable String[] {null, "acme", "umbrella"}) {
            if (naively(name, organisation, models) == null) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Resolution naively(String name, @Nullable String organisation, List<Model> models) {
        Resolution resolution = naivelyExact(name, organisation, models);
        return resolution == null ? naivelyExact(name.toLowerCase(Locale.ROOT), organisation, models) : resolution;
    }

    private static @Nullable Resolution naivelyExact(String name, @Nullable String organisation, List<Model> models) {
        for (UnaryOperator<String> spelt :
                List.<UnaryOperator<String>>of(UnaryOperator.identity(), spelling -> lowerIfNotLower(spelling))) {
            for (BiFunction<Model, @Nullable String, List<String>> rank : ranks()) {
                List<Model> claiming = models.stream()
                        .filter(model -> isVisible(model, organisation))
                        .filter(model -> rank.apply(model, organisation).stream()
                                .map(spelt)
                                .anyMatch(name::equals))
                        .toList();
                if (!claiming.isEmpty()) {
                    return claiming.size() == 1
                            ? new Found(claiming.getFirst(), List.of())
                            : new Ambiguous(claiming.stream().map(Model::id).toList());
                }
            }
            Model newest = newest(name, organisation, models);
            if (newest != null) {
                return new Found(newest, List.of());
            }
        }
        return null;
    }

    /** In the second round only spellings that are not in lower case anyway. */
    private static String lowerIfNotLower(String spelling) {
        String lower = spelling.toLowerCase(Locale.ROOT);
        return lower.equals(spelling) ? "" : lower;
    }

    private static List<BiFunction<Model, @Nullable String, List<String>>> ranks() {
        return List.of(
                (model, organisation) -> List.of(model.id()),
                (model, organisation) -> model.aliases(),
                (model, organisation) -> List.of(model.id().substring(model.id().indexOf('/') + 1)),
                (model, organisation) -> providerSpellings(model, organisation, true),
                (model, organisation) -> providerSpellings(model, organisation, false));
    }

    private static List<String> providerSpellings(Model model, @Nullable String organisation, boolean current) {
        List<String> spellings = new ArrayList<>();
        for (Endpoint endpoint : model.endpoints()) {
            boolean served = endpoint.standing() != Standing.RETIRED && endpoint.standing() != Standing.UNVERIFIED;
            if (served == current && endpoint.isVisibleTo(organisation)) {
                spellings.add(endpoint.upstreamModel());
                if (endpoint.variant() == null) {
                    spellings.add(endpoint.id());
                }
                spellings.add(endpoint.provider() + '/' + endpoint.upstreamModel());
            }
        }
        return spellings;
    }

    private static @Nullable Model newest(String name, @Nullable String organisation, List<Model> models) {
        List<Model> family = models.stream()
                .filter(model -> isVisible(model, organisation))
                .filter(model -> model.family() != null && model.released() != null)
                .filter(model -> name.equals(
                        "~" + model.id().substring(0, model.id().indexOf('/')) + '/' + model.family() + "-latest"))
                .sorted(Comparator.comparing((Model model) -> released(model))
                        .reversed()
                        .thenComparing(Model::id))
                .toList();
        return family.stream()
                .filter(model -> !model.isRetired(TODAY))
                .findFirst()
                .orElse(family.isEmpty() ? null : family.getFirst());
    }

    private static LocalDate released(Model model) {
        return model.released() == null ? LocalDate.MIN : model.released();
    }

    private static boolean isVisible(Model model, @Nullable String organisation) {
        return model.endpoints().isEmpty()
                || model.endpoints().stream().anyMatch(endpoint -> endpoint.isVisibleTo(organisation));
    }
}
