package dev.fairlead.catalog.registration;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.fairlead.catalog.listing.ListedOverride;
import dev.fairlead.catalog.listing.PriceList;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.money.PriceKind;
import org.jspecify.annotations.Nullable;

/** Reads prices: dollars per million tokens, and per piece of what is not counted in tokens. */
final class PriceReader {

    static final Set<String> KNOWN = new TreeSet<>(Set.of("as_of", "overrides"));
    private static final Set<String> OVERRIDE =
            new TreeSet<>(Set.of("above_prompt_tokens", "utc_start", "utc_end", "service_tier"));
    private static final String SOURCE = "operator";
    private static final long MOST_TOKENS = 1_000_000_000L;

    static {
        for (PriceKind kind : PriceKind.values()) {
            KNOWN.add(kind.field());
            OVERRIDE.add(kind.field());
        }
    }

    private PriceReader() {}

    /** Prices in a field of their own; null if the field is absent or null. */
    static @Nullable PriceList optional(Fields fields, String field, Mode mode) {
        Fields prices = fields.object(field, KNOWN);
        return prices == null ? null : read(prices, mode);
    }

    /**
     * Prices.
     *
     * @param mode what the model is called for: text costs both ways
     */
    static PriceList read(Fields fields, Mode mode) {
        Map<PriceKind, BigDecimal> amounts = amounts(fields);
        if (amounts.isEmpty()) {
            throw fields.faultOf(PriceKind.INPUT.field(), "is required, or another price");
        }
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate asOf = fields.date("as_of", today);
        if (asOf == null || asOf.isAfter(today.plusDays(1))) {
            throw fields.faultOf("as_of", "must be a day that has come");
        }
        PriceList prices = new PriceList(asOf, SOURCE, amounts, overrides(fields));
        if (!prices.suffices(mode)) {
            PriceKind missing = amounts.containsKey(PriceKind.INPUT) ? PriceKind.OUTPUT : PriceKind.INPUT;
            throw fields.faultOf(missing.field(), "is required");
        }
        return prices;
    }

    private static Map<PriceKind, BigDecimal> amounts(Fields fields) {
        Map<PriceKind, BigDecimal> amounts = new EnumMap<>(PriceKind.class);
        for (PriceKind kind : PriceKind.values()) {
            BigDecimal amount = fields.amount(kind.field());
            if (amount != null) {
                amounts.put(kind, amount);
            }
        }
        return amounts;
    }

    private static List<ListedOverride> overrides(Fields fields) {
        List<ListedOverride> overrides = new ArrayList<>();
        for (Fields override : fields.objects("overrides", OVERRIDE)) {
            long above = override.number("above_prompt_tokens", 0L, 0, MOST_TOKENS);
            LocalTime start = time(override, "utc_start");
            LocalTime end = time(override, "utc_end");
            String tier = override.optional("service_tier", Formats.WORD);
            if ((start == null) != (end == null)) {
                throw override.faultOf(start == null ? "utc_start" : "utc_end", "is required: a window has both ends");
            }
            if (above == 0 && start == null && tier == null) {
                throw override.faultOf("above_prompt_tokens", "is required, or utc_start and utc_end, or service_tier");
            }
            Map<PriceKind, BigDecimal> amounts = amounts(override);
            if (amounts.isEmpty()) {
                throw override.faultOf(PriceKind.INPUT.field(), "is required, or another price");
            }
            overrides.add(new ListedOverride(above, start, end, tier, amounts));
        }
        return overrides;
    }

    private static @Nullable LocalTime time(Fields fields, String field) {
        String text = fields.optional(field, Formats.TIME);
        return text == null ? null : LocalTime.parse(text);
    }
}
