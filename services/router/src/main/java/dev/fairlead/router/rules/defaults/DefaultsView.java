package dev.fairlead.router.rules.defaults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairlead.contracts.rules.RoutingDefaults;

/** Defaults as people see them, and as {@link DefaultsReader} reads them. */
public final class DefaultsView {

    private DefaultsView() {}

    public static ObjectNode of(RoutingDefaults defaults) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("organisation", defaults.organisation().value());
        view.put("key", defaults.key() == null ? null : defaults.key().value());
        view.put(
                "strategy",
                defaults.strategy() == null ? null : defaults.strategy().wireName());
        view.put("hedge", defaults.hedge());
        ArrayNode only = view.putArray("only");
        defaults.only().forEach(only::add);
        ArrayNode ignore = view.putArray("ignore");
        defaults.ignore().forEach(ignore::add);
        view.put("zdr", defaults.zeroDataRetention());
        view.put("data_collection", defaults.denyDataCollection() ? "deny" : "allow");
        return view;
    }
}
