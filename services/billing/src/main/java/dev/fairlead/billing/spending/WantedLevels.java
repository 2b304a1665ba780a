package dev.fairlead.billing.spending;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.contracts.identity.KeyHash;
import dev.fairlead.contracts.identity.OrganisationId;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.redis.RedisSubscription;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import org.jboss.logging.Logger;

/** Publishes a level at once when an edge finds that Redis does not know it. */
@Singleton
final class WantedLevels {

    private static final Logger LOG = Logger.getLogger(WantedLevels.class);
    private static final Pattern LEVEL = Pattern.compile("fairlead:\\{\\d+}:level:(org|key):([a-z0-9-]{1,64})");

    private final Vertx vertx;
    private final Redis client;
    private final SharedRedis redis;
    private final Publisher publisher;
    /** A hundred requests that miss one level ask a hundred times; one answer serves them all. */
    private final Set<String> underWay = new HashSet<>();

    WantedLevels(Vertx vertx, Redis client, SharedRedis redis, Publisher publisher) {
        this.vertx = vertx;
        this.client = client;
        this.redis = redis;
        this.publisher = publisher;
    }

    void start(@Observes StartupEvent event) {
        RedisSubscription.open(
                vertx,
                client,
                RedisKeys.LEVEL_WANTED,
                level -> redis.context().runOnContext(x -> publish(level)),
                () -> LOG.debug("listening for wanted levels"));
    }

    private void publish(String level) {
        Matcher matcher = LEVEL.matcher(level);
        if (!matcher.matches() || !underWay.add(level)) {
            return;
        }
        publish(matcher.group(1), matcher.group(2))
                .onComplete(done -> redis.context().runOnContext(x -> {
                    underWay.remove(level);
                    if (done.failed()) {
                        LOG.debugf("level %s: %s", level, done.cause().getMessage());
                    }
                }));
    }

    private Future<Void> publish(String kind, String id) {
        if (kind.equals("org")) {
            return OrganisationId.isValid(id)
                    ? publisher.organisations(List.of(new OrganisationId(id)))
                    : Future.succeededFuture();
        }
        return KeyHash.isValid(id) ? publisher.keys(List.of(new KeyHash(id))) : Future.succeededFuture();
    }
}
