package dev.fairlead.router.outcomes;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.fairlead.contracts.redis.RedisKeys;
import dev.fairlead.contracts.routing.Outcome;
import dev.fairlead.platform.json.FairleadJson;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The stream of outcomes, read page by page. It is read as a whole, without a consumer group: every
 * router sees every outcome, at the time that Redis gave it, whatever the clocks of the edges say.
 */
public final class OutcomeStream {

    private static final Logger LOG = Logger.getLogger(OutcomeStream.class);

    /** What an older edge does not tell yet is 0 or false. */
    private static final ObjectReader OUTCOMES = FairleadJson.mapper()
            .readerForListOf(Outcome.class)
            .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** An entry holds what one edge saw in a tenth of a second, which can be a few hundred kilobytes. */
    private static final int PAGE = 200;

    private final Redis redis;

    public OutcomeStream(Redis redis) {
        this.redis = redis;
    }

    /**
     * An entry.
     *
     * @param position where it is, and when it came there
     * @param outcomes what it holds; empty if it is not readable
     */
    public record Entry(StreamPosition position, List<Outcome> outcomes) {

        public Entry {
            outcomes = List.copyOf(outcomes);
        }

        /** Whether somebody wrote something into the stream that does not belong there. */
        public boolean isUnreadable() {
            return outcomes.isEmpty();
        }
    }

    /** The entries after {@code position}, at most a page; empty if there is none yet. */
    public Future<List<Entry>> after(StreamPosition position) {
        Request read = Request.cmd(Command.XRANGE)
                .arg(RedisKeys.OUTCOMES)
                .arg("(" + position)
                .arg("+")
                .arg("COUNT")
                .arg(PAGE);
        return redis.send(read).map(OutcomeStream::entries);
    }

    /** Lets Redis drop what came before {@code millis}, in epoch milliseconds; it may keep a little more. */
    public Future<Void> trim(long millis) {
        Request trim = Request.cmd(Command.XTRIM)
                .arg(RedisKeys.OUTCOMES)
                .arg("MINID")
                .arg("~")
                .arg(new StreamPosition(Math.max(0, millis), 0).toString());
        return redis.send(trim).mapEmpty();
    }

    /** Whether a page of this size may be followed by another one at once. */
    public static boolean isFull(List<Entry> page) {
        return page.size() >= PAGE;
    }

    private static List<Entry> entries(Response answer) {
        List<Entry> entries = new ArrayList<>(answer.size());
        for (Response entry : answer) {
            String id = entry.get(0).toString();
            StreamPosition position =
                    StreamPosition.parse(id).orElseThrow(() -> new IllegalStateException("no position: " + id));
            entries.add(new Entry(position, outcomes(id, entry.get(1))));
        }
        return entries;
    }

    private static List<Outcome> outcomes(String id, Response fields) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (RedisKeys.OUTCOMES_FIELD.equals(fields.get(i).toString())) {
                return parse(id, fields.get(i + 1).toString());
            }
        }
        LOG.warnf("entry %s of the outcomes has no field '%s'", id, RedisKeys.OUTCOMES_FIELD);
        return List.of();
    }

    private static List<Outcome> parse(String id, String json) {
        try {
            List<Outcome> outcomes = OUTCOMES.readValue(json);
            if (outcomes.stream().allMatch(OutcomeStream::isComplete)) {
                return outcomes;
            }
            LOG.warnf("entry %s of the outcomes lacks an endpoint or a kind", id);
            return List.of();
        } catch (JsonProcessingException e) {
            LOG.warnf("entry %s of the outcomes is not readable: %s", id, e.getOriginalMessage());
            return List.of();
        }
    }

    /** Whether it says of what it speaks: somebody else may have written it. */
    @SuppressWarnings("ConstantValue")
    private static boolean isComplete(@Nullable Outcome outcome) {
        return outcome != null && outcome.endpoint() != null && outcome.kind() != null;
    }
}
