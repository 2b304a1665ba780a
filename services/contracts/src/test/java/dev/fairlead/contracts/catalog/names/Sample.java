package dev.fairlead.contracts.catalog.names;

import java.time.LocalDate;
import java.util.List;

import dev.fairlead.contracts.catalog.Endpoint;
import dev.fairlead.contracts.catalog.Mode;
import dev.fairlead.contracts.catalog.Model;
import dev.fairlead.contracts.catalog.Standing;
import dev.fairlead.contracts.money.PriceSchedule;
import org.jspecify.annotations.Nullable;

/** Models and endpoints of which only the names matter. */
final class Sample {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private Sample() {}

    static Model model(String id, Endpoint... endpoints) {
        return model(id, List.of(), null, null, endpoints);
    }

    static Model model(
            String id,
            List<String> aliases,
            @Nullable String family,
            @Nullable LocalDate released,
            Endpoint... endpoints) {
        return model(id, aliases, family, released, null, endpoints);
    }

    static Model model(
            String id,
            List<String> aliases,
            @Nullable String family,
            @Nullable LocalDate released,
            @Nullable LocalDate retires,
            Endpoint... endpoints) {
        return new Model(
                id,
                id,
                Mode.CHAT,
                released,
                family,
                1000,
                "Other",
                List.of("text"),
                List.of("text"),
                aliases,
                retires,
                null,
                List.of(endpoints));
    }

    static Endpoint endpoint(String provider, String upstream) {
        return endpoint(provider, upstream, null, null, Standing.ROUTABLE, null, false);
    }

    static Endpoint endpoint(
            String provider,
            String upstream,
            @Nullable String region,
            @Nullable String variant,
            Standing standing,
            @Nullable String owner,
            boolean offered) {
        return new Endpoint(
                provider
                        + '/'
                        + upstream
                        + (region == null ? "" : '@' + region)
                        + (variant == null ? "" : ':' + variant),
                provider,
                upstream,
                variant,
                null,
                region,
                null,
                standing,
                PriceSchedule.FREE,
                false,
                1000,
                1000,
                1000,
                null,
                List.of("text"),
                List.of(),
                owner,
                offered ? PriceSchedule.FREE : null);
    }
}
