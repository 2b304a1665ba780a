package dev.fairlead.router.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

import dev.fairlead.router.outcomes.StreamPosition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;

/**
 * The state as it lies in Redis: one hash, with the position in the stream up to which everything is in it. Both are
 * written at once, so whoever loads it and reads on from there counts every outcome exactly once.
 */
public final class StateStore {

    /** The hash. */
    public static final String KEY = "fairlead:routing:state";

    private static final Logger LOG = Logger.getLogger(StateStore.class);

    /** To be changed with the meaning of the bytes: a state of another format is not read. */
    private static final String FORMAT = "2";

    /** An older state never replaces a later one, whatever replica it comes from. */
    private static final String SAVE = """
            local saved = redis.call('HGET', KEYS[1], 'position')
            if saved then
              local millis, sequence = saved:match('^(%d+)-(%d+)$')
              millis, sequence = tonumber(millis), tonumber(sequence)
              local ours, oursSequence = tonumber(ARGV[1]), tonumber(ARGV[2])
              if millis and (millis > ours or (millis == ours and sequence > oursSequence)) then return 0 end
            end
            redis.call('HSET', KEYS[1], 'format', ARGV[3], 'position', ARGV[1] .. '-' .. ARGV[2], 'body', ARGV[4])
            return 1""";

    private final Redis redis;

    public StateStore(Redis redis) {
        this.redis = redis;
    }

    /**
     * A state.
     *
     * @param position the last entry of the stream that is in it
     * @param reader reads it from its beginning
     */
    public record Saved(StreamPosition position, StateReader reader) {}

    /** What was saved last; empty if there is nothing, or nothing that this version understands. */
    public Future<Optional<Saved>> load() {
        Request read = Request.cmd(Command.HMGET)
                .arg(KEY)
                .arg("format")
                .arg("position")
                .arg("body");
        return redis.send(read).map(StateStore::saved);
    }

    /**
     * Saves a state.
     *
     * @param packed see {@link #pack}
     * @return false if a later one is there already
     */
    public Future<Boolean> save(StreamPosition position, byte[] packed) {
        Request write = Request.cmd(Command.EVAL)
                .arg(SAVE)
                .arg(1)
                .arg(KEY)
                .arg(position.millis())
                .arg(position.sequence())
                .arg(FORMAT)
                .arg(Buffer.buffer(packed));
        return redis.send(write).map(answer -> answer.toInteger() == 1);
    }

    /** The bytes to save: what was written, deflated for speed. */
    public static byte[] pack(StateWriter state) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 8192)) {
            out.write(state.toBytes());
        } catch (IOException e) {
            throw new IllegalStateException("writing into memory does not fail", e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static Optional<Saved> saved(Response fields) {
        Response format = fields.get(0);
        Response position = fields.get(1);
        Response body = fields.get(2);
        if (format == null || position == null || body == null) {
            return Optional.empty();
        }
        if (!FORMAT.equals(format.toString())) {
            LOG.warnf(
                    "the saved state has format '%s', and this version knows '%s' only: beginning anew with what the"
                            + " stream still holds",
                    format, FORMAT);
            return Optional.empty();
        }
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(body.toBytes()))) {
            StateReader reader = new StateReader(in.readAllBytes());
            return StreamPosition.parse(position.toString()).map(place -> new Saved(place, reader));
        } catch (IOException e) {
            LOG.warnf("the saved state is damaged (%s): beginning anew with what the stream still holds", e);
            return Optional.empty();
        }
    }
}
