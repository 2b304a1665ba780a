package dev.fairlead.edge.routing;

import java.util.List;

import dev.fairlead.contracts.catalog.names.Variant;
import dev.fairlead.contracts.routing.VirtualModel;
import org.jspecify.annotations.Nullable;

/**
 * A name as its caller spelled it, taken apart.
 *
 * @param base without the suffixes that only order
 * @param order the suffixes that only order ({@code :floor}, {@code :nitro}, {@code :exacto}), with their colons; may be
 *     empty
 */
record SpelledName(String base, String order) {

    static SpelledName of(String name) {
        int end = name.length();
        while (true) {
            int colon = name.lastIndexOf(':', end - 1);
            Variant variant = colon < 0 ? null : Variant.of(name.substring(colon + 1, end));
            if (variant == null || variant.isStatic() || variant == Variant.ONLINE) {
                return end == name.length()
                        ? new SpelledName(name, "")
                        : new SpelledName(name.substring(0, end), name.substring(end));
            }
            end = colon;
        }
    }

    /** The virtual model that it means; null if it means none. */
    @Nullable
    VirtualModel virtualModel() {
        return VirtualModel.of(base);
    }

    /** Whether one of these means a virtual model. A quick look, since nearly none does. */
    static boolean anyVirtual(List<String> names) {
        for (String name : names) {
            if (VirtualModel.of(name) != null || (name.indexOf(':') > 0 && of(name).virtualModel() != null)) {
                return true;
            }
        }
        return false;
    }

    /** A name that takes the place of this one: what the caller said about the order still holds. */
    String orderedLike(String name) {
        return order.isEmpty() || !of(name).order.isEmpty() ? name : name + order;
    }
}
