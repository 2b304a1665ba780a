package dev.fairlead.router.rules.defaults;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.catalog.Provider;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.routing.Strategy;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.policy.Part;
import dev.fairlead.router.catalog.CurrentCatalog;
import org.jspecify.annotations.Nullable;

/** Reads defaults as people write them. */
@Singleton
public final class DefaultsReader {

    /** What they consist of. */
    static final List<String> FIELDS = List.of("strategy", "hedge", "only", "ignore", "zdr", "data_collection");

    private static final int LONGEST = 128;
    private static final int MOST_NAMES = 64;
    private static final int MOST_CHOICES = 20;

    private final CurrentCatalog catalog;

    DefaultsReader(CurrentCatalog catalog) {
        this.catalog = catalog;
    }

    /** Reads all of them; what is not given is not wished for. */
    RoutingDefaults read(Part body, OrganisationId organisation, @Nullable KeyHash key) {
        body.object(FIELDS.toArray(String[]::new));
        return members(body, organisation, key);
    }

    /** Likewise, of an object that has other members, too. */
    public RoutingDefaults members(Part body, OrganisationId organisation, @Nullable KeyHash key) {
        return new RoutingDefaults(
                organisation,
                key,
                strategy(body.member("strategy")),
                flag(body.member("hedge")),
                providers(body.member("only"), organisation),
                providers(body.member("ignore"), organisation),
                Boolean.TRUE.equals(flag(body.member("zdr"))),
                isDenied(body.member("data_collection")));
    }

    private static @Nullable Strategy strategy(@Nullable Part part) {
        if (part == null || part.node().isNull()) {
            return null;
        }
        Strategy strategy = Strategy.of(part.text(LONGEST));
        if (strategy == null) {
            throw part.fault("must be one of " + Strategy.choices());
        }
        return strategy;
    }

    private static @Nullable Boolean flag(@Nullable Part part) {
        if (part == null || part.node().isNull()) {
            return null;
        }
        return part.flag();
    }

    private static boolean isDenied(@Nullable Part part) {
        if (part == null) {
            return false;
        }
        return switch (part.text(LONGEST)) {
            case "allow" -> false;
            case "deny" -> true;
            default -> throw part.fault("must be allow or deny");
        };
    }

    /** An allow-list with a typing error would let nobody serve anything. */
    private List<String> providers(@Nullable Part part, OrganisationId organisation) {
        if (part == null) {
            return List.of();
        }
        List<String> names = part.texts(0, MOST_NAMES, LONGEST);
        CurrentCatalog.Version version = catalog.get();
        if (version != null) {
            names.forEach(name -> checkProvider(part, name, version.snapshot().providers(), organisation));
        }
        return names;
    }

    private static void checkProvider(Part part, String name, List<Provider> providers, OrganisationId organisation) {
        String slug = name.split("/", 2)[0].toLowerCase(Locale.ROOT);
        if (providers.stream().noneMatch(provider -> provider.id().equals(slug))) {
            String choices = providers.stream()
                    .filter(provider -> {
                        String owner = provider.owner();
                        return owner == null || owner.equals(organisation.value());
                    })
                    .map(Provider::id)
                    .sorted()
                    .limit(MOST_CHOICES)
                    .collect(Collectors.joining(", "));
            throw part.fault("'" + name + "' is no provider; there are " + choices + ", ...");
        }
    }
}
