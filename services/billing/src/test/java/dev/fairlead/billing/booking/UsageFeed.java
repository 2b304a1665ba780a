package dev.fairlead.billing.booking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.fairlead.billing.booking.EventReader.UnbookableException;
import dev.fairlead.billing.testing.Events;
import dev.fairlead.billing.testing.RedisCommands;
import dev.fairlead.contracts.identity.GenerationId;
import dev.fairlead.contracts.usage.UsageEvent;
import io.vertx.sqlclient.Pool;

/** Books events straight into PostgreSQL, as an instance does that dies before it acknowledges them. */
@ApplicationScoped
public class UsageFeed {

    private final Pool pool;

    UsageFeed(Pool pool) {
        this.pool = pool;
    }

    /** Books events and says which generations were new. */
    public Set<GenerationId> book(List<UsageEvent> events) {
        Map<GenerationId, BookableEvent> batch = new LinkedHashMap<>();
        Set<String> organisations = new HashSet<>();
        for (UsageEvent event : events) {
            batch.put(event.generation(), bookable(event));
            organisations.add(event.organisation().value());
        }
        Bookkeeper bookkeeper = new Bookkeeper(pool);
        return RedisCommands.await(bookkeeper
                .accounts(organisations)
                .compose(accounts -> bookkeeper.book(new ArrayList<>(batch.values()), accounts)));
    }

    private static BookableEvent bookable(UsageEvent event) {
        try {
            return EventReader.read(new UsageEntry(0, "0-0", Events.json(event), "", true));
        } catch (UnbookableException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
