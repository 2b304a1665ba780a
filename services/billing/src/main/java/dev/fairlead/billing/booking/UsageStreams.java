package dev.fairlead.billing.booking;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.contracts.redis.RedisKeys;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** The usage streams in Redis, as one consumer of billing's group reads them. */
final class UsageStreams {

    /** Where entries go that cannot be booked. */
    static final String DEAD = "fairlead:usage-dead";

    /** A consumer that has not asked for anything for so long is gone, whatever became of its process. */
    private static final long GONE_AFTER_MILLIS = 3_600_000;

    private final SharedRedis redis;
    private final String consumer;
    private final int batch;

    /**
     * The streams.
     *
     * @param batch how many entries to read from each stream at once
     */
    UsageStreams(SharedRedis redis, int batch) {
        this.redis = redis;
        this.consumer = hostName() + "-" + UUID.randomUUID();
        this.batch = batch;
    }

    /** Makes the streams and the group where they are missing. */
    Future<Void> createGroups() {
        List<Future<Response>> created = new ArrayList<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            created.add(redis.send(Request.cmd(Command.XGROUP)
                            .arg("CREATE")
                            .arg(RedisKeys.usageStream(partition))
                            .arg(RedisKeys.BILLING_GROUP)
                            .arg("0")
                            .arg("MKSTREAM"))
                    .recover(e -> isBusyGroup(e) ? Future.succeededFuture() : Future.failedFuture(e)));
        }
        return Future.all(created).mapEmpty();
    }

    /** Entries that no consumer has read yet. */
    Future<List<UsageEntry>> readNew() {
        return read(">");
    }

    /** Entries that this consumer has read or taken over, and not acknowledged. */
    Future<List<UsageEntry>> readUnacknowledged() {
        return read("0");
    }

    private Future<List<UsageEntry>> read(String from) {
        List<Future<List<UsageEntry>>> reads = new ArrayList<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            int of = partition;
            reads.add(redis.send(Request.cmd(Command.XREADGROUP)
                            .arg("GROUP")
                            .arg(RedisKeys.BILLING_GROUP)
                            .arg(consumer)
                            .arg("COUNT")
                            .arg(batch)
                            .arg("STREAMS")
                            .arg(RedisKeys.usageStream(partition))
                            .arg(from))
                    .map(answer -> entries(of, answer)));
        }
        return Future.all(reads)
                .map(all -> all.<List<UsageEntry>>list().stream()
                        .flatMap(List::stream)
                        .toList());
    }

    /** Takes over what other consumers left unacknowledged for so long; whether there was any. */
    Future<Boolean> takeOver(long idleMillis) {
        List<Future<Boolean>> claims = new ArrayList<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            claims.add(redis.send(Request.cmd(Command.XAUTOCLAIM)
                            .arg(RedisKeys.usageStream(partition))
                            .arg(RedisKeys.BILLING_GROUP)
                            .arg(consumer)
                            .arg(idleMillis)
                            .arg("0")
                            .arg("COUNT")
                            .arg(batch)
                            .arg("JUSTID"))
                    .map(answer -> answer.get(1).size() > 0));
        }
        return Future.all(claims).map(all -> all.<Boolean>list().contains(true));
    }

    /** Forgets consumers that are gone and left nothing behind. */
    Future<Void> forgetGoneConsumers() {
        List<Future<Void>> swept = new ArrayList<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            String stream = RedisKeys.usageStream(partition);
            swept.add(redis.send(Request.cmd(Command.XINFO)
                            .arg("CONSUMERS")
                            .arg(stream)
                            .arg(RedisKeys.BILLING_GROUP))
                    .compose(consumers -> forgetGoneConsumers(stream, consumers)));
        }
        return Future.all(swept).mapEmpty();
    }

    private Future<Void> forgetGoneConsumers(String stream, Response consumers) {
        List<Future<Response>> deleted = new ArrayList<>();
        for (Response other : consumers) {
            boolean gone = other.get("pending").toLong() == 0
                    && other.get("idle").toLong() > GONE_AFTER_MILLIS
                    && !consumer.equals(other.get("name").toString());
            if (gone) {
                deleted.add(redis.send(Request.cmd(Command.XGROUP)
                        .arg("DELCONSUMER")
                        .arg(stream)
                        .arg(RedisKeys.BILLING_GROUP)
                        .arg(other.get("name").toString())));
            }
        }
        return Future.all(deleted).mapEmpty();
    }

    /** Removes entries for good. */
    Future<Void> remove(Collection<UsageEntry> entries) {
        Map<Integer, List<String>> byPartition = new HashMap<>();
        entries.forEach(entry -> byPartition
                .computeIfAbsent(entry.partition(), p -> new ArrayList<>())
                .add(entry.id()));
        List<Future<Response>> removed = new ArrayList<>();
        byPartition.forEach((partition, ids) -> {
            Request acknowledge = Request.cmd(Command.XACK)
                    .arg(RedisKeys.usageStream(partition))
                    .arg(RedisKeys.BILLING_GROUP);
            Request delete = Request.cmd(Command.XDEL).arg(RedisKeys.usageStream(partition));
            ids.forEach(id -> {
                acknowledge.arg(id);
                delete.arg(id);
            });
            removed.add(redis.send(acknowledge));
            removed.add(redis.send(delete));
        });
        return Future.all(removed).mapEmpty();
    }

    /** Lays an entry aside for people to look at. */
    Future<Void> bury(UsageEntry entry, String reason) {
        return redis.send(Request.cmd(Command.XADD)
                        .arg(DEAD)
                        .arg("*")
                        .arg("reason")
                        .arg(reason)
                        .arg("stream")
                        .arg(RedisKeys.usageStream(entry.partition()))
                        .arg("id")
                        .arg(entry.id())
                        .arg(RedisKeys.USAGE_EVENT)
                        .arg(String.valueOf(entry.event()))
                        .arg(RedisKeys.USAGE_TRACE)
                        .arg(entry.traceparent())
                        .arg(RedisKeys.USAGE_COUNTED)
                        .arg(entry.counted() ? "1" : "0"))
                .mapEmpty();
    }

    /**
     * How far booking is behind.
     *
     * @param entries not booked yet
     * @param oldestMillis when the oldest of them was written, in epoch milliseconds; 0 if there is none
     */
    record Lag(long entries, long oldestMillis) {}

    Future<Lag> lag() {
        List<Future<Lag>> lags = new ArrayList<>();
        for (int partition = 0; partition < RedisKeys.PARTITIONS; partition++) {
            String stream = RedisKeys.usageStream(partition);
            Future<Response> length = redis.send(Request.cmd(Command.XLEN).arg(stream));
            Future<Response> first = redis.send(Request.cmd(Command.XRANGE)
                    .arg(stream)
                    .arg("-")
                    .arg("+")
                    .arg("COUNT")
                    .arg("1"));
            lags.add(length.compose(count -> first.map(entry -> new Lag(count.toLong(), millisOf(entry)))));
        }
        return Future.all(lags).map(all -> {
            long entries = 0;
            long oldest = 0;
            for (Lag lag : all.<Lag>list()) {
                entries += lag.entries();
                if (lag.oldestMillis() > 0 && (oldest == 0 || lag.oldestMillis() < oldest)) {
                    oldest = lag.oldestMillis();
                }
            }
            return new Lag(entries, oldest);
        });
    }

    private static long millisOf(Response range) {
        if (range.size() == 0) {
            return 0;
        }
        String id = range.get(0).get(0).toString();
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private static List<UsageEntry> entries(int partition, @Nullable Response answer) {
        List<UsageEntry> entries = new ArrayList<>();
        if (answer != null) {
            Response stream = answer.get(RedisKeys.usageStream(partition));
            for (Response entry : stream) {
                entries.add(entry(partition, entry));
            }
        }
        return entries;
    }

    private static UsageEntry entry(int partition, Response entry) {
        Map<String, String> fields = new HashMap<>();
        Response values = entry.get(1);
        for (int i = 0; values != null && i + 1 < values.size(); i += 2) {
            fields.put(values.get(i).toString(), values.get(i + 1).toString());
        }
        return new UsageEntry(
                partition,
                entry.get(0).toString(),
                // An entry that was deleted while somebody had it unacknowledged comes without fields.
                values == null ? null : fields.getOrDefault(RedisKeys.USAGE_EVENT, ""),
                fields.getOrDefault(RedisKeys.USAGE_TRACE, ""),
                "1".equals(fields.get(RedisKeys.USAGE_COUNTED)));
    }

    private static boolean isBusyGroup(Throwable e) {
        return e.getMessage() != null && e.getMessage().startsWith("BUSYGROUP");
    }

    static boolean isNoGroup(Throwable e) {
        return e.getMessage() != null && e.getMessage().startsWith("NOGROUP");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "billing";
        }
    }
}
