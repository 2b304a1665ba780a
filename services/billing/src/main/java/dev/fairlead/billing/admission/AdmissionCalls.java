package dev.fairlead.billing.admission;

import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.contracts.money.Money;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The functions of the library that billing itself calls. All fail if Redis is away or lacks the library. */
@Singleton
public final class AdmissionCalls {

    /** Billing's own function: see {@link #repairLevel}. */
    public static final String REPAIR_LEVEL = "fairlead_repair_level_1";

    /** Billing's own function: see {@link #publishKey}. */
    public static final String PUBLISH_KEY = "fairlead_publish_key_1";

    private final SharedRedis redis;

    AdmissionCalls(SharedRedis redis) {
        this.redis = redis;
    }

    /**
     * What Redis counts on a level.
     *
     * @param revision of the limit
     * @param window that {@code used} counts; empty for a level that never starts anew
     * @param used in nano-dollars
     */
    public record Counted(String revision, String window, String used) {}

    /** Publishes a level; true if Redis did not have it, or had an older revision. */
    public Future<Boolean> publishLevel(String level, long revision, @Nullable Money limit, String window, Money used) {
        return call(
                AdmissionFunctions.PUBLISH_LEVEL,
                List.of(level),
                List.of(
                        Long.toString(revision),
                        limit == null ? "" : Long.toString(limit.nanos()),
                        window,
                        Long.toString(used.nanos())));
    }

    /** Publishes the record of a key and announces it; false if Redis has a later one. */
    public Future<Boolean> publishKey(ApiKey key) {
        String json;
        try {
            json = FairleadJson.mapper().writeValueAsString(key);
        } catch (JsonProcessingException e) {
            return Future.failedFuture(e);
        }
        return call(
                PUBLISH_KEY,
                List.of(RedisKeys.apiKey(key.hash())),
                List.of(Long.toString(key.revision()), json, RedisKeys.KEY_CHANGES));
    }

    /** Counts a cost that no settlement has moved on these levels. */
    public Future<Boolean> charge(List<String> levels, Money cost) {
        return call(AdmissionFunctions.CHARGE, levels, List.of(Long.toString(cost.nanos())));
    }

    /** Gives back lapsed reservations of a partition; how many there were. */
    public Future<Long> reclaim(int partition, int atMost) {
        return redis.send(request(
                        AdmissionFunctions.RECLAIM,
                        List.of(RedisKeys.leases(partition)),
                        List.of(Integer.toString(atMost))))
                .map(Response::toLong);
    }

    /** What Redis counts on a level; null if it does not know the level. */
    public Future<@Nullable Counted> counted(String level) {
        return redis.send(Request.cmd(Command.HMGET)
                        .arg(level)
                        .arg("rev")
                        .arg("win")
                        .arg("used"))
                .map(values -> values.get(0) == null
                        ? null
                        : new Counted(text(values.get(0)), text(values.get(1)), text(values.get(2))));
    }

    /**
     * Sets what was used on a level, if Redis still counts what it counted, and no event of the partition is unbooked.
     */
    public Future<Boolean> repairLevel(String level, int partition, Counted expected, Money used) {
        return call(
                REPAIR_LEVEL,
                List.of(level, RedisKeys.usageStream(partition), RedisKeys.leases(partition)),
                List.of(expected.revision(), expected.window(), expected.used(), Long.toString(used.nanos())));
    }

    private Future<Boolean> call(String function, List<String> keys, List<String> arguments) {
        return redis.send(request(function, keys, arguments)).map(answer -> answer.toInteger() == 1);
    }

    private static Request request(String function, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(Command.FCALL).arg(function).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static String text(@Nullable Response value) {
        return value == null ? "" : value.toString();
    }
}
