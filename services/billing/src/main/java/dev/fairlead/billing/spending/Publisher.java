package dev.fairlead.billing.spending;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import jakarta.inject.Singleton;

import dev.fairlead.billing.admission.AdmissionCalls;
import dev.fairlead.billing.database.Database;
import dev.fairlead.billing.spending.Levels.KeyLevel;
import dev.fairlead.billing.spending.Levels.OrganisationLevel;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys and spending levels to Redis, out of PostgreSQL, so that what is published was committed. What could not
 * be published stays marked (its published revision is behind), and is published later.
 */
@Singleton
public final class Publisher {

    private static final Logger LOG = Logger.getLogger(Publisher.class);
    private static final int PAGE = 500;

    private static final String ORGANISATIONS_PUBLISHED = """
            UPDATE billing.organisation o SET published_revision = p.revision
            FROM unnest($1::text[], $2::bigint[]) AS p (id, revision)
            WHERE o.id = p.id AND o.published_revision < p.revision
            """;

    private static final String KEYS_PUBLISHED = """
            UPDATE billing.api_key k SET published_revision = p.revision
            FROM unnest($1::text[], $2::bigint[]) AS p (hash, revision)
            WHERE k.hash = p.hash AND k.published_revision < p.revision
            """;

    private final Levels levels;
    private final AdmissionCalls admission;
    private final Database database;

    Publisher(Levels levels, AdmissionCalls admission, Database database) {
        this.levels = levels;
        this.admission = admission;
        this.database = database;
    }

    /** Publishes the levels of these organisations. */
    public Future<Void> organisations(Collection<OrganisationId> ids) {
        return levels.organisations(ids).compose(this::publishOrganisations);
    }

    /** Publishes these keys and their levels. */
    public Future<Void> keys(Collection<KeyHash> hashes) {
        return levels.keys(hashes).compose(this::publishKeys);
    }

    /**
     * Publishes a change that was just committed, as far as that works now: a failure is not one of the caller's, for
     * the change stays marked and is published later.
     */
    public Future<Void> keySoon(KeyHash hash) {
        return keys(List.of(hash)).recover(e -> later("key " + hash, e));
    }

    /** As {@link #keySoon}, for an organisation. */
    public Future<Void> organisationSoon(OrganisationId id) {
        return organisations(List.of(id)).recover(e -> later("organisation " + id, e));
    }

    /** Publishes everything, or everything that is marked as changed; how many records that were. */
    Future<Integer> all(boolean changedOnly) {
        return organisationsFrom("", changedOnly, 0).compose(count -> keysFrom("", changedOnly, count));
    }

    private Future<Integer> organisationsFrom(String after, boolean changedOnly, int count) {
        return levels.organisationsAfter(after, changedOnly, PAGE)
                .compose(page -> publishOrganisations(page)
                        .compose(published -> page.size() < PAGE
                                ? Future.succeededFuture(count + page.size())
                                : organisationsFrom(
                                        page.getLast().organisation().value(), changedOnly, count + page.size())));
    }

    private Future<Integer> keysFrom(String after, boolean changedOnly, int count) {
        return levels.keysAfter(after, changedOnly, PAGE)
                .compose(page -> publishKeys(page)
                        .compose(published -> page.size() < PAGE
                                ? Future.succeededFuture(count + page.size())
                                : keysFrom(page.getLast().key().hash().value(), changedOnly, count + page.size())));
    }

    private Future<Void> publishOrganisations(List<OrganisationLevel> page) {
        if (page.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Future<Boolean>> published =
                page.stream().map(organisation -> publish(organisation.level())).toList();
        Tuple revisions = Tuple.tuple(List.of(
                page.stream().map(o -> o.organisation().value()).toArray(String[]::new),
                page.stream().map(o -> o.level().revision()).toArray(Long[]::new)));
        return Future.all(published).compose(done -> mark(ORGANISATIONS_PUBLISHED, revisions));
    }

    private Future<Void> publishKeys(List<KeyLevel> page) {
        if (page.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Future<Boolean>> published = new ArrayList<>();
        for (KeyLevel key : page) {
            // The level first: who sees the key may use it at once.
            published.add(publish(key.level()));
            published.add(admission.publishKey(key.key()));
        }
        Tuple revisions = Tuple.tuple(List.of(
                page.stream().map(k -> k.key().hash().value()).toArray(String[]::new),
                page.stream().map(k -> k.key().revision()).toArray(Long[]::new)));
        return Future.all(published).compose(done -> mark(KEYS_PUBLISHED, revisions));
    }

    private Future<Boolean> publish(Level level) {
        return admission.publishLevel(level.redisKey(), level.revision(), level.limit(), level.window(), level.used());
    }

    private Future<Void> mark(String sql, Tuple revisions) {
        return database.pool().preparedQuery(sql).execute(revisions).mapEmpty();
    }

    private static Future<@Nullable Void> later(String what, Throwable e) {
        LOG.debugf("%s will be published later: %s", what, e.getMessage());
        return Future.succeededFuture();
    }
}
