package dev.fairlead.catalog.seed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.catalog.listing.PriceStatus;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** The fields of a price. */
final class PriceFields {

    private static final Set<String> AMOUNTS =
            Arrays.stream(PriceKind.values()).map(PriceKind::field).collect(Collectors.toCollection(TreeSet::new));
    private static final Set<String> CONDITIONS =
            new TreeSet<>(Set.of("above_prompt_tokens", "utc_start", "utc_end", "service_tier"));

    static final Set<String> KNOWN = with(AMOUNTS, Set.of("as_of", "source", "status", "overrides"));
    static final Set<String> KNOWN_OF_OVERRIDE = with(AMOUNTS, CONDITIONS);
    static final Set<String> STATUSES = new TreeSet<>(Set.of("listed", "zero", "disputed", "suspect"));
    private static final Pattern TIER = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private PriceFields() {}

    /**
     * What is said about a price.
     *
     * @param status how sure it is
     * @param prices null if it is unknown, or at fault
     */
    record Said(PriceStatus status, @Nullable PriceList prices) {

        static final Said NOTHING = new Said(PriceStatus.UNKNOWN, null);
    }

    static Said read(@Nullable SeedFields fields, Mode mode) {
        if (fields == null) {
            return Said.NOTHING;
        }
        Map<PriceKind, BigDecimal> amounts = amounts(fields);
        boolean complete = isComplete(fields, amounts, mode);
        LocalDate asOf = fields.optionalDate("as_of");
        if (!fields.has("as_of")) {
            fields.fault("as_of", "is missing, and there is a price");
        }
        String source = fields.textOr("source", "");
        PriceStatus status = status(fields, amounts);
        List<ListedOverride> overrides = new ArrayList<>();
        for (SeedFields override : fields.mappings("overrides", KNOWN_OF_OVERRIDE)) {
            override(override, overrides);
        }
        return complete && asOf != null
                ? new Said(status, new PriceList(asOf, source, amounts, overrides))
                : Said.NOTHING;
    }

    private static Map<PriceKind, BigDecimal> amounts(SeedFields fields) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (PriceKind kind : PriceKind.values()) {
            BigDecimal amount = fields.optionalAmount(kind.field());
            if (amount != null) {
                amounts.put(kind, amount);
            }
        }
        return amounts;
    }

    /** Text is charged both ways: half a price would be the other half given away. */
    private static boolean isComplete(SeedFields fields, Map<PriceKind, BigDecimal> amounts, Mode mode) {
        boolean complete = !amounts.isEmpty();
        if (mode == Mode.CHAT || mode == Mode.COMPLETION) {
            for (PriceKind kind : List.of(PriceKind.INPUT, PriceKind.OUTPUT)) {
                if (!amounts.containsKey(kind)) {
                    complete = false;
                    if (!fields.has(kind.field())) {
                        fields.fault(kind.field(), "is missing");
                    }
                }
            }
        } else if (AMOUNTS.stream().noneMatch(fields::has)) {
            fields.fault("input", "is missing, as is every other amount");
        }
        return complete;
    }

    private static PriceStatus status(SeedFields fields, Map<PriceKind, BigDecimal> amounts) {
        String word = fields.optionalWord("status", STATUSES);
        PriceStatus said = word == null ? PriceStatus.LISTED : PriceStatus.valueOf(word.toUpperCase(Locale.ROOT));
        boolean free = amounts.values().stream().allMatch(amount -> amount.signum() == 0);
        if (said == PriceStatus.ZERO && !free) {
            fields.fault("status", "is zero, and something is charged");
        }
        return said == PriceStatus.LISTED && free ? PriceStatus.ZERO : said;
    }

    private static void override(SeedFields fields, List<ListedOverride> overrides) {
        long above = fields.numberOr("above_prompt_tokens", 0);
        LocalTime start = fields.optionalTimeOfDay("utc_start");
        LocalTime end = fields.optionalTimeOfDay("utc_end");
        String tier = fields.optionalText("service_tier", TIER, "a service tier");
        Map<PriceKind, BigDecimal> amounts = amounts(fields);
        if (CONDITIONS.stream().noneMatch(fields::has)) {
            fields.fault("", "has no condition: " + String.join(", ", CONDITIONS));
        } else if (fields.has("utc_start") != fields.has("utc_end")) {
            fields.fault(fields.has("utc_start") ? "utc_end" : "utc_start", "is missing");
        } else if (start != null && start.equals(end)) {
            fields.fault("utc_end", "is utc_start");
        } else if (AMOUNTS.stream().noneMatch(fields::has)) {
            fields.fault("", "has no amount");
        } else if (!amounts.isEmpty() && (start == null) == (end == null)) {
            overrides.add(new ListedOverride(above, start, end, tier, amounts));
        }
    }

    private static Set<String> with(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
