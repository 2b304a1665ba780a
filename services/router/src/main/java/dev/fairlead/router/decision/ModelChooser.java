package dev.fairlead.router.decision;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.decision.ModelChoice;
import dev.fairlead.contracts.decision.ModelQuestion;
import dev.fairlead.contracts.decision.ModelQuestion.CostTier;
import dev.fairlead.contracts.decision.PromptReading;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.catalog.CurrentCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Chooses models for a prompt: of those that its sender may use and that fit, the ones that are good at its task; of
 * these a fifth by price, dearer ones for harder prompts; of these the best.
 */
@Singleton
public class ModelChooser {

    private static final int MOST = 8;
    private static final List<CostTier> BANDS = List.of(CostTier.values());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final Comparator<Suitable> BEST_FIRST = Comparator.comparingInt(Suitable::rank)
            .thenComparing(x -> x.model().price())
            .thenComparing(x -> x.model().id());
    private static final Comparator<Suitable> CHEAPEST_FIRST = Comparator.<Suitable, BigDecimal>comparing(
                    x -> x.model().price())
            .thenComparing(x -> x.model().id());

    private final PromptReader reader;
    private final Supplier<CurrentCatalog.@Nullable Version> catalog;
    private final Clock clock;
    private final TaskRanks ranks;

    @Inject
    ModelChooser(PromptReader reader, CurrentCatalog catalog, Clock clock, DecisionConfig config) {
        this(reader, catalog::get, clock, strengths(config));
    }

    ModelChooser(
            PromptReader reader, Supplier<CurrentCatalog.@Nullable Version> catalog, Clock clock, Strengths strengths) {
        this.reader = reader;
        this.catalog = catalog;
        this.clock = clock;
        this.ranks = new TaskRanks(strengths);
    }

    private static Strengths strengths(DecisionConfig config) {
        Strengths ours = Strengths.ours();
        return config.file().map(ours::replacedBy).orElse(ours);
    }

    /**
     * A model that may be chosen.
     *
     * @param rank how good it is at the task: the lower, the better
     */
    private record Suitable(Offer model, int rank) {}

    /**
     * The models to try.
     *
     * @throws ProblemException 503 as long as there is no catalog
     */
    ModelChoice choose(ModelQuestion question) {
        CurrentCatalog.Version version = catalog.get();
        if (version == null) {
            throw new ProblemException(
                    Problem.of(503, "No catalog yet", "The catalog has not been read yet."), RETRY_AFTER);
        }
        Task given = question.task() == null ? null : Task.of(question.task());
        PromptReader.Understood understood = reader.understand(question.prompt(), given);
        PromptReading reading = understood.reading();
        List<Suitable> suitable = suitable(question, version, ranks.of(version, understood.task()));
        boolean whateverItCosts = given != null && question.costTier() == null;
        List<Suitable> affordable =
                whateverItCosts ? suitable : band(suitable, tier(question.costTier(), reading.difficulty()));
        return new ModelChoice(
                reading,
                affordable.stream()
                        .sorted(BEST_FIRST)
                        .limit(MOST)
                        .map(chosen -> chosen.model().id())
                        .toList());
    }

    /** Those that are good at the task; all that fit if none is. */
    private List<Suitable> suitable(ModelQuestion question, CurrentCatalog.Version version, Map<String, Integer> rank) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Set<String> allowed = ids(question.allowed(), question.organisation(), version, today);
        Set<String> excluded = ids(question.excluded(), question.organisation(), version, today);
        List<Suitable> all = version.snapshot().models().stream()
                .filter(model -> question.allowed().isEmpty() || allowed.contains(model.id()))
                .filter(model -> !excluded.contains(model.id()))
                .map(model -> Offer.of(model, question, now, today))
                .flatMap(Optional::stream)
                .map(offer -> new Suitable(offer, rank.getOrDefault(offer.id(), Integer.MAX_VALUE)))
                .toList();
        List<Suitable> good =
                all.stream().filter(model -> model.rank() < Integer.MAX_VALUE).toList();
        return good.isEmpty() ? all : good;
    }

    private static Set<String> ids(
            List<String> names, String organisation, CurrentCatalog.Version version, LocalDate today) {
        Set<String> ids = new HashSet<>();
        for (String name : names) {
            switch (version.names().resolve(name, organisation, today)) {
                case Resolution.Found found -> ids.add(found.model().id());
                case Resolution.Pattern pattern -> pattern.models().forEach(model -> ids.add(model.id()));
                case Resolution.Ambiguous ambiguous -> ids.addAll(ambiguous.candidates());
                case Resolution.Unknown x -> {}
                case Resolution.UnknownVariant x -> {}
            }
        }
        return ids;
    }

    private static CostTier tier(@Nullable CostTier wished, double difficulty) {
        return wished != null ? wished : BANDS.get((int) Math.min(BANDS.size() - 1, difficulty * BANDS.size()));
    }

    /** A fifth of them by price; at least one, as long as there are any. */
    private static List<Suitable> band(List<Suitable> models, CostTier tier) {
        int size = models.size();
        if (size == 0) {
            return models;
        }
        int place = BANDS.indexOf(tier);
        int from = Math.min(size - 1, size * place / BANDS.size());
        int to = Math.max(from + 1, size * (place + 1) / BANDS.size());
        return models.stream().sorted(CHEAPEST_FIRST).toList().subList(from, to);
    }
}
