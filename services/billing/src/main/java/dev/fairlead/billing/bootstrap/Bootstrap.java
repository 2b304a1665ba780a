package dev.fairlead.billing.bootstrap;

import java.math.BigDecimal;
import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.BillingConfig;
import dev.fairlead.billing.BillingConfig.BootstrapOrganisation;
import dev.fairlead.billing.database.Migrations;
import dev.fairlead.billing.key.ApiKeys;
import dev.fairlead.billing.key.KeySecret;
import dev.fairlead.billing.ledger.Ledger;
import dev.fairlead.billing.organisation.Organisations;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.money.Money;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the organisations, credits and keys of the configuration, if they are not there yet. What is there already is
 * left as it is, so it may run at every start and in several instances at once.
 */
@Singleton
final class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);
    private static final String ACTOR = "bootstrap";
    private static final long RETRY_MILLIS = 2_000;
    private static final int SHORTEST_KEY = 20;

    private final Vertx vertx;
    private final Migrations migrations;
    private final Mutiny.SessionFactory sessions;
    private final Organisations organisations;
    private final Ledger ledger;
    private final ApiKeys keys;
    private final List<Wish> wishes;
    private volatile boolean done;

    /** An organisation as it is wanted, checked. */
    record Wish(
            OrganisationId id,
            String name,
            Money credits,
            @Nullable KeySecret key) {}

    Bootstrap(
            Vertx vertx,
            Migrations migrations,
            Mutiny.SessionFactory sessions,
            Organisations organisations,
            Ledger ledger,
            ApiKeys keys,
            BillingConfig config) {
        this.vertx = vertx;
        this.migrations = migrations;
        this.sessions = sessions;
        this.organisations = organisations;
        this.ledger = ledger;
        this.keys = keys;
        this.wishes = config.bootstrap().organisations().stream()
                .map(Bootstrap::check)
                .toList();
    }

    void start(@Observes StartupEvent event) {
        if (wishes.isEmpty()) {
            done = true;
        } else {
            migrations.done().onSuccess(migrated -> attempt());
        }
    }

    /** Whether all that the configuration asks for is there. */
    boolean isDone() {
        return done;
    }

    private void attempt() {
        vertx.executeBlocking(() -> {
                    try {
                        for (Wish wish : wishes) {
                            VertxContextSupport.subscribeAndAwait(() -> make(wish));
                        }
                        return null;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                })
                .onSuccess(made -> {
                    done = true;
                    LOG.infof("%d organisations of the configuration are there", wishes.size());
                })
                .onFailure(e -> {
                    LOG.warnf("bootstrap waits: %s", e.getMessage());
                    vertx.setTimer(RETRY_MILLIS, timer -> attempt());
                });
    }

    private Uni<Void> make(Wish wish) {
        Uni<Void> made = sessions.withTransaction(session -> organisations.ensure(session, wish.id(), wish.name()));
        if (wish.credits().isPositive()) {
            made = made.chain(() -> ledger.grantOnce(wish.id(), wish.credits(), ACTOR));
        }
        KeySecret key = wish.key();
        return key == null ? made : made.chain(() -> keys.ensure(wish.id(), key, "Bootstrap key", ACTOR));
    }

    static Wish check(BootstrapOrganisation wanted) {
        String place = "fairlead.billing.bootstrap.organisations (" + wanted.id() + ")";
        if (!OrganisationId.isValid(wanted.id())) {
            throw new IllegalArgumentException(place + ": id must be 1 to 63 lower-case letters, digits or hyphens");
        }
        BigDecimal credits = wanted.credits().orElse(BigDecimal.ZERO);
        if (credits.signum() < 0 || credits.stripTrailingZeros().scale() > Money.SCALE) {
            throw new IllegalArgumentException(
                    place + ": credits must be US dollars, not negative, with at most nine decimal places");
        }
        KeySecret key = wanted.apiKey().map(KeySecret::new).orElse(null);
        if (key != null
                && (!key.value().startsWith(KeySecret.PREFIX) || key.value().length() < SHORTEST_KEY)) {
            throw new IllegalArgumentException(place + ": api-key must begin with " + KeySecret.PREFIX
                    + " and have at least " + SHORTEST_KEY + " characters");
        }
        return new Wish(new OrganisationId(wanted.id()), wanted.name().orElse(wanted.id()), Money.ofUsd(credits), key);
    }
}
