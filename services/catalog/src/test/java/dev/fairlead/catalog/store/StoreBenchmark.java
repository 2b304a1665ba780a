package dev.fairlead.catalog.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import dev.fairlead.catalog.RealBackends;
import dev.fairlead.catalog.listing.ListedModel;
import dev.fairlead.catalog.listing.Listing;
import dev.fairlead.catalog.listing.Origin;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How long a big catalog takes; run by hand: {@code -Dtest=StoreBenchmark}. */
@QuarkusTest
@QuarkusTestResource(RealBackends.class)
class StoreBenchmark {

    private static final Logger LOG = Logger.getLogger(StoreBenchmark.class);
    private static final Author AUTHOR = new Author("a benchmark", "to measure");

    @Inject
    CatalogStore store;

    @Inject
    Mutiny.SessionFactory sessions;

    @Test
    void tenThousandModelsOfTenEndpoints() {
        await().ignoreExceptions().until(() -> run(store::filesDigest) != null);
        Listing listed = run(store::read).listing();
        measure("files", listed);
        Listing big = new RandomListings(7).listing(30, 10_000, 20);
        measure("big", big);
        run(() -> store.change(stored -> listed, AUTHOR, Origin.FILES, Alongside.NOTHING));
    }

    private void measure(String name, Listing listing) {
        int endpoints = listing.models().values().stream()
                .mapToInt(model -> model.endpoints().size())
                .sum();
        run(() -> store.change(stored -> Listing.EMPTY, AUTHOR, Origin.FILES, Alongside.NOTHING));
        LOG.infof("%s: %d models, %d endpoints", name, listing.models().size(), endpoints);
        timed(name + " brought back", () -> store.change(stored -> listing, AUTHOR, Origin.FILES, Alongside.NOTHING));
        timed(
                name + " read anew",
                () -> sessions.withStatelessTransaction(CatalogReading::of).map(CatalogReading::catalog));
        timed(name + " the same again", () -> store.change(stored -> listing, AUTHOR, Origin.FILES, Alongside.NOTHING));
        timed(name + " one alias", () -> store.change(StoreBenchmark::aliased, AUTHOR));
        assertThat(run(store::read).listing().models()).hasSameSizeAs(listing.models());
    }

    private static Listing aliased(Listing listing) {
        Map<String, ListedModel> models = new TreeMap<>(listing.models());
        ListedModel first = listing.models().firstEntry().getValue();
        models.put(first.id(), first.withAliases(List.of("alias-of-a-benchmark")));
        return Listing.of(listing.providers().values(), models.values());
    }

    private void timed(String what, Supplier<Uni<?>> work) {
        long start = System.nanoTime();
        run(() -> work.get().replaceWithVoid());
        LOG.infof("%s: %d ms", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static <T> T run(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
