package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.fairlead.contracts.catalog.names.Resolution.Ambiguous;
import org.jspecify.annotations.Nullable;

/** What a spelling means, which depends on who asks: nobody learns of other organisations' own models. */
sealed interface Meaning permits Target, Meaning.Several, Meaning.Newest, Meaning.Preferred {

    /** What it means to an organisation, or to nobody in particular; null for nothing. */
    @Nullable
    Resolution to(@Nullable String organisation, LocalDate today);

    /** Whether there is nobody to whom it means nothing. */
    boolean saysSomethingToEverybody();

    /** A spelling that two meanings of the same rank claim: targets, or several of them. */
    static Meaning both(Meaning one, Meaning other) {
        if (one instanceof Target mine && other instanceof Target theirs && mine.isOfSameModelAs(theirs)) {
            return mine.or(theirs);
        }
        Map<String, Target> byId = new TreeMap<>();
        Stream.concat(targets(one), targets(other))
                .forEach(target -> byId.merge(target.model().id(), target, Target::or));
        return byId.size() == 1
                ? byId.values().iterator().next()
                : new Several(byId.values().toArray(Target[]::new));
    }

    private static Stream<Target> targets(Meaning meaning) {
        return switch (meaning) {
            case Target target -> Stream.of(target);
            case Several several -> Arrays.stream(several.targets);
            case Newest newest -> Arrays.stream(newest.newestFirst);
            case Preferred(Meaning first, Meaning otherwise) -> Stream.concat(targets(first), targets(otherwise));
        };
    }

    /** Clear to those who see only one of the models. */
    final class Several implements Meaning {

        private final Target[] targets;

        Several(Target[] targets) {
            this.targets = targets;
        }

        @Override
        public @Nullable Resolution to(@Nullable String organisation, LocalDate today) {
            Target only = null;
            for (Target target : targets) {
                if (target.isVisibleTo(organisation)) {
                    if (only != null) {
                        return new Ambiguous(Arrays.stream(targets)
                                .filter(candidate -> candidate.isVisibleTo(organisation))
                                .map(candidate -> candidate.model().id())
                                .toList());
                    }
                    only = target;
                }
            }
            return only == null ? null : only.found();
        }

        @Override
        public boolean saysSomethingToEverybody() {
            return Arrays.stream(targets).anyMatch(Target::saysSomethingToEverybody);
        }
    }

    /** The models of a family, of which the newest that is not retired is meant; if all are, the newest. */
    final class Newest implements Meaning {

        private final Target[] newestFirst;

        Newest(Target[] newestFirst) {
            this.newestFirst = newestFirst;
        }

        @Override
        public @Nullable Resolution to(@Nullable String organisation, LocalDate today) {
            Target retired = null;
            for (Target target : newestFirst) {
                if (target.isVisibleTo(organisation)) {
                    if (!target.model().isRetired(today)) {
                        return target.found();
                    }
                    retired = retired == null ? target : retired;
                }
            }
            return retired == null ? null : retired.found();
        }

        @Override
        public boolean saysSomethingToEverybody() {
            return Arrays.stream(newestFirst).anyMatch(Target::saysSomethingToEverybody);
        }
    }

    /** A meaning of a higher rank, and another for those to whom that one says nothing. */
    record Preferred(Meaning first, Meaning otherwise) implements Meaning {

        @Override
        public @Nullable Resolution to(@Nullable String organisation, LocalDate today) {
            Resolution resolution = first.to(organisation, today);
            return resolution == null ? otherwise.to(organisation, today) : resolution;
        }

        @Override
        public boolean saysSomethingToEverybody() {
            return first.saysSomethingToEverybody() || otherwise.saysSomethingToEverybody();
        }
    }
}
