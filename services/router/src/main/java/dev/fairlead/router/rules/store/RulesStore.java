package dev.fairlead.router.rules.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.fairlead.contracts.rules.RoutingDefaults;
import dev.fairlead.platform.json.FairleadJson;
import dev.fairlead.platform.problem.Problem;
import dev.fairlead.platform.problem.ProblemException;
import dev.fairlead.router.rules.Change;
import dev.fairlead.router.rules.Limits;
import dev.fairlead.router.rules.PolicyVersion;
import dev.fairlead.router.rules.PresetVersion;
import dev.fairlead.router.rules.Rules;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rules as they lie in Redis: a hash of what holds, one of all versions that are kept, and a list of changes. A write
 * is one script that does nothing unless the revision is still the one that the writer knows, so any replica may write.
 *
 * <p>All methods wait for Redis and must not be called on an event loop. They fail with a {@link ProblemException} of
 * 503 if Redis does not answer.
 */
@Singleton
public class RulesStore {

    /** How long to wait before trying again while Redis does not answer. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** The hash of what holds. One hash tag for all three keys: the script touches them together. */
    public static final String CURRENT = "fairlead:{rules}:current";

    /** The hash of all versions that are kept. */
    public static final String VERSIONS = "fairlead:{rules}:versions";

    /** The list of changes, the latest first. */
    public static final String CHANGES = "fairlead:{rules}:changes";

    private static final Logger LOG = Logger.getLogger(RulesStore.class);
    private static final long REDIS_TIMEOUT_MILLIS = 5_000;

    private static final String REVISION = "revision";
    private static final String BORN = "born";
    private static final String ORDER = "order";
    private static final String RETIRED = "retired";
    private static final String POLICY = "policy/";
    private static final String PRESET = "preset/";
    private static final String DEFAULTS = "defaults/";

    /** Arguments: known revision, new one, longest trail; per hash its count of pairs, these, likewise fields to delete. */
    private static final String WRITE = """
            if (redis.call('HGET', KEYS[1], 'revision') or '0') ~= ARGV[1] then return 0 end
            redis.call('HSET', KEYS[1], 'revision', ARGV[2])
            local at = 4
            for key = 1, 2 do
              local pairsEnd = at + 2 * tonumber(ARGV[at])
              for i = at + 1, pairsEnd, 2 do redis.call('HSET', KEYS[key], ARGV[i], ARGV[i + 1]) end
              at = pairsEnd + 1
              local fieldsEnd = at + tonumber(ARGV[at])
              for i = at + 1, fieldsEnd do redis.call('HDEL', KEYS[key], ARGV[i]) end
              at = fieldsEnd + 1
            end
            for i = at, #ARGV do redis.call('LPUSH', KEYS[3], ARGV[i]) end
            redis.call('LTRIM', KEYS[3], 0, ARGV[3] - 1)
            return 1""";

    private final Redis redis;

    public RulesStore(Redis redis) {
        this.redis = redis;
    }

    /**
     * Which rules Redis has.
     *
     * @param revision 0 for none
     * @param born the revision with which they began
     */
    public record Stamp(long revision, long born) {

        /** Whether these are they. */
        public boolean isOf(Rules rules) {
            return rules.revision() == revision && rules.born() == born;
        }
    }

    /** Which rules Redis has now. */
    public Stamp stamp() {
        Response answer =
                send(Request.cmd(Command.HMGET).arg(CURRENT).arg(REVISION).arg(BORN));
        return new Stamp(number(answer.get(0)), number(answer.get(1)));
    }

    /** All that holds. */
    public Rules load() {
        Response answer = send(Request.cmd(Command.HGETALL).arg(CURRENT));
        Map<String, String> fields = new TreeMap<>();
        for (String field : answer.getKeys()) {
            fields.put(field, answer.get(field).toString());
        }
        return rules(fields);
    }

    private static Rules rules(Map<String, String> fields) {
        Map<String, PolicyVersion> policies = new TreeMap<>();
        TreeMap<String, PresetVersion> presets = new TreeMap<>();
        TreeMap<String, RoutingDefaults> defaults = new TreeMap<>();
        fields.forEach((field, json) -> {
            if (field.startsWith(POLICY)) {
                policies.put(field.substring(POLICY.length()), read(json, PolicyVersion.class));
            } else if (field.startsWith(PRESET)) {
                presets.put(field.substring(PRESET.length()), read(json, PresetVersion.class));
            } else if (field.startsWith(DEFAULTS)) {
                defaults.put(field.substring(DEFAULTS.length()), read(json, RoutingDefaults.class));
            }
        });
        List<PolicyVersion> inOrder = new ArrayList<>();
        for (String name : read(fields.getOrDefault(ORDER, "[]"), String[].class)) {
            PolicyVersion policy = policies.get(name);
            if (policy != null) {
                inOrder.add(policy);
            }
        }
        return new Rules(
                Long.parseLong(fields.getOrDefault(REVISION, "0")),
                Long.parseLong(fields.getOrDefault(BORN, "0")),
                inOrder,
                presets,
                defaults,
                retired(fields.getOrDefault(RETIRED, "{}")));
    }

    /**
     * Writes rules in the place of others.
     *
     * @param before what Redis has, as far as the writer knows
     * @param after its revision has to be another one
     * @return false if Redis had something else; then nothing was written
     */
    public boolean write(Rules before, Rules after, List<Change> changes) {
        HashEdit current = new HashEdit();
        HashEdit versions = new HashEdit();
        addPolicies(before, after, current, versions);
        addPresets(before, after, current, versions);
        after.defaults().forEach((id, one) -> {
            if (!one.equals(before.defaults().get(id))) {
                current.set(DEFAULTS + id, json(one));
            }
        });
        before.defaults().keySet().stream()
                .filter(id -> !after.defaults().containsKey(id))
                .forEach(id -> current.delete(DEFAULTS + id));
        current.set(BORN, Long.toString(after.born()));
        current.set(
                ORDER, json(after.policies().stream().map(PolicyVersion::name).toList()));
        current.set(RETIRED, json(after.retired()));

        Request request = Request.cmd(Command.EVAL)
                .arg(WRITE)
                .arg(3)
                .arg(CURRENT)
                .arg(VERSIONS)
                .arg(CHANGES)
                .arg(before.revision())
                .arg(after.revision())
                .arg(Limits.CHANGES);
        current.addTo(request);
        versions.addTo(request);
        changes.forEach(change -> request.arg(json(change)));
        return send(request).toInteger() == 1;
    }

    private static void addPolicies(Rules before, Rules after, HashEdit current, HashEdit versions) {
        Map<String, PolicyVersion> old = new TreeMap<>();
        before.policies().forEach(policy -> old.put(policy.name(), policy));
        for (PolicyVersion policy : after.policies()) {
            if (!policy.equals(old.remove(policy.name()))) {
                current.set(POLICY + policy.name(), json(policy));
                versions.set(versionField(POLICY + policy.name(), policy.version()), json(policy));
                versions.delete(versionField(POLICY + policy.name(), policy.version() - Limits.VERSIONS));
            }
        }
        old.values().forEach(gone -> forget(POLICY + gone.name(), gone.version(), current, versions));
    }

    private static void addPresets(Rules before, Rules after, HashEdit current, HashEdit versions) {
        after.presets().forEach((id, preset) -> {
            if (!preset.equals(before.presets().get(id))) {
                current.set(PRESET + id, json(preset));
                versions.set(versionField(PRESET + id, preset.version()), json(preset));
                versions.delete(versionField(PRESET + id, preset.version() - Limits.VERSIONS));
            }
        });
        before.presets().forEach((id, gone) -> {
            if (!after.presets().containsKey(id)) {
                forget(PRESET + id, gone.version(), current, versions);
            }
        });
    }

    private static void forget(String field, int last, HashEdit current, HashEdit versions) {
        current.delete(field);
        for (int version = last; version > Math.max(0, last - Limits.VERSIONS); version--) {
            versions.delete(versionField(field, version));
        }
    }

    /** All versions of a policy that are kept, the earliest first. */
    public List<PolicyVersion> versionsOf(PolicyVersion latest) {
        return versions(POLICY + latest.name(), latest.version(), PolicyVersion.class);
    }

    /** All versions of a preset that are kept, the earliest first. */
    public List<PresetVersion> versionsOf(PresetVersion latest) {
        return versions(PRESET + latest.id(), latest.version(), PresetVersion.class);
    }

    private <T> List<T> versions(String field, int latest, Class<T> type) {
        Request request = Request.cmd(Command.HMGET).arg(VERSIONS);
        for (int version = Math.max(1, latest - Limits.VERSIONS + 1); version <= latest; version++) {
            request.arg(versionField(field, version));
        }
        List<T> versions = new ArrayList<>();
        for (Response one : send(request)) {
            if (one != null) {
                versions.add(read(one.toString(), type));
            }
        }
        return versions;
    }

    /** The latest changes, the latest first. */
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Response one : send(Request.cmd(Command.LRANGE).arg(CHANGES).arg(0).arg(Limits.CHANGES - 1))) {
            changes.add(read(one.toString(), Change.class));
        }
        return changes;
    }

    private static String versionField(String field, int version) {
        return field + '#' + version;
    }

    private Response send(Request request) {
        return await(redis.send(request));
    }

    /** What becomes of something that was asked of Redis; fails as the methods of this class do. */
    public static <T> T await(Future<T> answer) {
        try {
            return answer.toCompletionStage().toCompletableFuture().get(REDIS_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("Redis: %s", e.getMessage());
            throw away();
        }
    }

    private static ProblemException away() {
        return new ProblemException(
                Problem.of(503, "Service unavailable", "Redis does not answer. A change may or may not be written."),
                RETRY_AFTER);
    }

    private static long number(@Nullable Response field) {
        return field == null ? 0 : field.toLong();
    }

    private static String json(Object value) {
        try {
            return FairleadJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records can be written", e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return Objects.requireNonNull(FairleadJson.mapper().readValue(json, type), "null");
        } catch (IOException e) {
            throw new IllegalStateException("what lies in Redis was not written by a router: " + e.getMessage(), e);
        }
    }

    private static Map<String, Integer> retired(String json) {
        try {
            return FairleadJson.mapper().readValue(json, new TypeReference<LinkedHashMap<String, Integer>>() {});
        } catch (IOException e) {
            throw new IllegalStateException("what lies in Redis was not written by a router: " + e.getMessage(), e);
        }
    }
}
