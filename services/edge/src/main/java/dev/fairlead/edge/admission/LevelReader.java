package dev.fairlead.edge.admission;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.identity.LimitReset;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Reads spending levels, on one event loop. Nothing here fails: what cannot be told is null. */
final class LevelReader {

    private static final int TRIES = 3;
    private static final long WAIT_MILLIS = 100;
    private static final Duration MARK_KEPT = Duration.ofDays(2);

    private final Vertx vertx;
    private final RedisLink link;

    LevelReader(Vertx vertx, RedisLink link) {
        this.vertx = vertx;
        this.link = link;
    }

    /** The level that limits a key the most closely: its own, or its organisation's if it has no limit. */
    Future<@Nullable SpendingLevel> read(ApiKey key, Instant now) {
        return link.attempted()
                .compose(done -> key.limit() == null
                        ? read(RedisKeys.organisationLevel(key.organisation()), null, now, TRIES)
                        : read(RedisKeys.keyLevel(key.organisation(), key.hash()), key.limitReset(), now, TRIES))
                .otherwise(away -> null);
    }

    private Future<@Nullable SpendingLevel> read(String level, @Nullable LimitReset reset, Instant now, int tries) {
        Request fields = Request.cmd(Command.HMGET)
                .arg(level)
                .arg("rev")
                .arg("limit")
                .arg("left")
                .arg("used")
                .arg("win");
        return link.send(fields).compose(answer -> {
            if (answer.get(0) != null) {
                return Future.succeededFuture(level(level, reset, now, answer));
            }
            if (tries == 0) {
                return Future.succeededFuture();
            }
            // Redis has forgotten the level, or has never heard of it: billing publishes it when asked.
            link.send(Request.cmd(Command.PUBLISH).arg(RedisKeys.LEVEL_WANTED).arg(level));
            return after(WAIT_MILLIS).compose(done -> read(level, reset, now, tries - 1));
        });
    }

    private static SpendingLevel level(String level, @Nullable LimitReset reset, Instant now, Response answer) {
        Response limit = answer.get(1);
        Response left = answer.get(2);
        if (limit == null || left == null) {
            return new SpendingLevel(level, null, null, reset);
        }
        long nanos = left.toLong();
        // The first admission of a window gives back what the last one used; nobody may have asked for one yet.
        Response window = answer.get(4);
        if (reset != null && reset.windowAt(now).compareTo(window == null ? "" : window.toString()) > 0) {
            nanos = Math.addExact(nanos, answer.get(3).toLong());
        }
        return new SpendingLevel(level, Money.ofNanos(limit.toLong()), Money.ofNanos(nanos), reset);
    }

    /** What was left when today was first asked about: what is left now, if that is now. */
    Future<@Nullable Money> leftAtFirst(SpendingLevel level, Money left, Instant now) {
        Request mark = Request.cmd(Command.SET)
                .arg(dayKey(level, now))
                .arg(Long.toString(left.nanos()))
                .arg("NX")
                .arg("GET")
                .arg("EX")
                .arg(Long.toString(MARK_KEPT.toSeconds()));
        return link.send(mark).map(answer -> money(answer, left)).otherwise(away -> null);
    }

    /** As {@link #leftAtFirst}, without setting the mark for others. */
    Future<@Nullable Money> peekLeftAtFirst(SpendingLevel level, Money left, Instant now) {
        return link.send(Request.cmd(Command.GET).arg(dayKey(level, now)))
                .map(answer -> money(answer, left))
                .otherwise(away -> null);
    }

    private static String dayKey(SpendingLevel level, Instant now) {
        return RedisKeys.budgetDay(level.redisKey(), LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    private static Money money(@Nullable Response answer, Money otherwise) {
        return answer == null ? otherwise : Money.ofNanos(answer.toLong());
    }

    private Future<Void> after(long millis) {
        Promise<Void> waited = Promise.promise();
        vertx.setTimer(millis, timer -> waited.complete());
        return waited.future();
    }
}
