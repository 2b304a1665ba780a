package dev.fairlead.contracts.catalog.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Resolution.Found;

/**
 * The models of one version of the catalog, each as the answer that it is to most of its names. What the names mean are
 * places in here, so that they need not be worked out anew when only a price has changed.
 */
final class Answers {

    private final List<Found> plain;

    private Answers(List<Found> plain) {
        this.plain = plain;
    }

    static Answers of(List<Model> models) {
        return new Answers(
                models.stream().map(model -> new Found(model, List.of())).toList());
    }

    /** The next version, which has to be {@link #isSpeltLike}. */
    Answers next(List<Model> models) {
        List<Found> next = new ArrayList<>(plain);
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            if (isAnother(model, plain.get(i).model())) {
                next.set(i, new Found(model, List.of()));
            }
        }
        return new Answers(next);
    }

    Found of(Target target) {
        Found found = plain.get(target.place());
        return target.variants().isEmpty() ? found : new Found(found.model(), target.variants());
    }

    Model model(Target target) {
        return plain.get(target.place()).model();
    }

    /** Whether all names of these models mean the same places. */
    boolean isSpeltLike(List<Model> models) {
        if (models.size() != plain.size()) {
            return false;
        }
        for (int i = 0; i < models.size(); i++) {
            Model mine = plain.get(i).model();
            Model other = models.get(i);
            if (isAnother(mine, other) && !isSpeltLike(mine, other)) {
                return false;
            }
        }
        return true;
    }

    /** Models that have not changed are the same objects, see {@code CatalogDecoder}: nobody need look into them. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isAnother(Model one, Model other) {
        return one != other;
    }

    private static boolean isSpeltLike(Model one, Model other) {
        if (!one.id().equals(other.id())
                || !one.aliases().equals(other.aliases())
                || !Objects.equals(one.family(), other.family())
                || !Objects.equals(one.released(), other.released())
                || one.endpoints().size() != other.endpoints().size()) {
            return false;
        }
        for (int i = 0; i < one.endpoints().size(); i++) {
            if (!isSpeltLike(one.endpoints().get(i), other.endpoints().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpeltLike(Endpoint one, Endpoint other) {
        return one.id().equals(other.id())
                && one.provider().equals(other.provider())
                && one.upstreamModel().equals(other.upstreamModel())
                && Objects.equals(one.region(), other.region())
                && Objects.equals(one.variant(), other.variant())
                && Objects.equals(one.owner(), other.owner())
                && one.isVisibleTo(null) == other.isVisibleTo(null)
                && Spellings.isCurrent(one) == Spellings.isCurrent(other);
    }
}
