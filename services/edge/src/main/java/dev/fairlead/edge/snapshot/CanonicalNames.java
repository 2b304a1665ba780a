package dev.fairlead.edge.snapshot;

import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.names.Resolution;
import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.routing.VirtualModel;

/**
 * One spelling for all names that mean the same model to policies: its id, with the variants that have endpoints of their
 * own. {@code a/m:floor} is {@code a/m} in another order, while {@code a/m:free} is something else, which a policy about
 * {@code a/m} leaves alone.
 *
 * @param catalog whose names they are
 * @param today in UTC
 */
record CanonicalNames(CatalogIndex catalog, LocalDate today) implements UnaryOperator<String> {

    /** No organisation's id: policies are everybody's, and so are the models that they name. */
    private static final String NOBODY = "";

    @Override
    public String apply(String name) {
        VirtualModel virtual = VirtualModel.of(withoutOrder(name));
        if (virtual != null) {
            return virtual.id();
        }
        return catalog.resolve(name, NOBODY, today) instanceof Resolution.Found(Model model, List<Variant> variants)
                ? spelling(model, variants)
                : withoutOrder(name);
    }

    private static String spelling(Model model, List<Variant> variants) {
        String spelling = model.id();
        for (Variant variant : Variant.values()) {
            if (variant.isStatic() && variants.contains(variant)) {
                spelling += ':' + variant.suffix();
            }
        }
        return spelling;
    }

    private static String withoutOrder(String name) {
        int colon = name.lastIndexOf(':');
        Variant variant = colon < 0 ? null : Variant.of(name.substring(colon + 1));
        return variant == null || variant.isStatic() ? name : withoutOrder(name.substring(0, colon));
    }
}
