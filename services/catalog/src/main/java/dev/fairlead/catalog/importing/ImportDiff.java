package dev.fairlead.catalog.importing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.catalog.listing.Change;
import dev.fairlead.catalog.listing.ListedEndpoint;
import dev.fairlead.catalog.listing.ListingChanges;
import dev.fairlead.catalog.listing.ListingChanges.Placed;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.money.PriceKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * What an import changes, for people to decide by.
 *
 * @param added ids of what is new
 * @param removed ids of what is retired
 * @param prices every price that goes up or down, appears or goes
 * @param held prices that are beyond belief and wait to be confirmed
 * @param changes every other field
 */
@RegisterForReflection
record ImportDiff(
        Names added,
        Names removed,
        List<PriceMove> prices,
        @JsonProperty("held_prices") List<Held> held,
        List<FieldChange> changes) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Ids by what they are of. */
    @RegisterForReflection
    record Names(List<String> providers, List<String> models, List<String> endpoints) {}

    /**
     * A price that moves.
     *
     * @param before dollars per million tokens or per piece, exact; absent if it was not listed
     * @param after absent if it is not listed any more
     * @param percent by how much of what it was; absent if it was nothing
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceMove(
            String endpoint,
            String model,
            String kind,
            @JsonProperty("old") @Nullable String before,
            @JsonProperty("new") @Nullable String after,
            @Nullable BigDecimal percent) {}

    /** A price that is held. */
    @RegisterForReflection
    record Held(String endpoint, String model, Map<String, String> usd, String reason) {}

    /** A field that changes. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldChange(
            String subject,
            String id,
            String field,
            @JsonProperty("old") @Nullable String before,
            @JsonProperty("new") @Nullable String after) {}

    static ImportDiff of(ImportedFacts facts) {
        Map<String, Placed> before = ListingChanges.endpoints(facts.base().listing());
        Map<String, Placed> after = ListingChanges.endpoints(facts.target());
        List<PriceMove> prices = new ArrayList<>();
        after.forEach((id, placed) -> {
            Placed old = before.get(id);
            if (old != null) {
                addMoves(old.endpoint(), placed, prices);
            }
        });
        return new ImportDiff(
                names(facts.changes(), Change.Action.ADDED),
                names(facts.changes(), Change.Action.RETIRED),
                prices,
                facts.held().stream()
                        .map(held -> new Held(held.endpoint(), held.model(), usd(held.proposed()), held.reason()))
                        .toList(),
                fields(facts.changes()));
    }

    /** The amounts as exact text, by the names of their kinds. */
    static Map<String, String> usd(PriceList prices) {
        Map<String, String> usd = new LinkedHashMap<>();
        prices.amounts().forEach((kind, amount) -> usd.put(kind.field(), amount.toPlainString()));
        return usd;
    }

    private static Names names(List<Change> changes, Change.Action action) {
        return new Names(
                ids(changes, action, Change.Subject.PROVIDER),
                ids(changes, action, Change.Subject.MODEL),
                ids(changes, action, Change.Subject.ENDPOINT));
    }

    private static List<String> ids(List<Change> changes, Change.Action action, Change.Subject subject) {
        return changes.stream()
                .filter(change -> change.action() == action && change.subject() == subject)
                .map(Change::id)
                .toList();
    }

    private static void addMoves(ListedEndpoint old, Placed placed, List<PriceMove> prices) {
        for (PriceKind kind : PriceKind.values()) {
            BigDecimal was = amount(old.prices(), kind);
            BigDecimal is = amount(placed.endpoint().prices(), kind);
            if (!Objects.equals(text(was), text(is))) {
                prices.add(new PriceMove(
                        placed.endpoint().id(), placed.model(), kind.field(), text(was), text(is), percent(was, is)));
            }
        }
    }

    private static @Nullable BigDecimal amount(@Nullable PriceList prices, PriceKind kind) {
        return prices == null ? null : prices.amount(kind);
    }

    private static @Nullable String text(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private static @Nullable BigDecimal percent(@Nullable BigDecimal was, @Nullable BigDecimal is) {
        return was == null || is == null || was.signum() == 0
                ? null
                : is.subtract(was).multiply(HUNDRED).divide(was, 1, RoundingMode.HALF_UP);
    }

    /** Amounts are told as moves of prices; the rest of a price is told here. */
    private static List<FieldChange> fields(List<Change> changes) {
        List<FieldChange> fields = new ArrayList<>();
        for (Change change : changes) {
            for (Change.Difference difference : change.differences()) {
                if (change.subject() != Change.Subject.PRICE || !isAmount(difference.field())) {
                    fields.add(new FieldChange(
                            change.subject().name().toLowerCase(Locale.ROOT),
                            change.id(),
                            difference.field(),
                            difference.before(),
                            difference.after()));
                }
            }
        }
        return fields;
    }

    private static boolean isAmount(String field) {
        for (PriceKind kind : PriceKind.values()) {
            if (kind.field().equals(field)) {
                return true;
            }
        }
        return false;
    }
}
