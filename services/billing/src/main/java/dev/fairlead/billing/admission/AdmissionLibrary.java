package dev.fairlead.billing.admission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import jakarta.inject.Singleton;

import dev.fairlead.billing.redis.SharedRedis;
import dev.fairlead.contracts.redis.AdmissionFunctions;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.jboss.logging.Logger;

/** Keeps the function library in Redis: loaded at start in this version, and again whenever Redis has lost it. */
@Singleton
public final class AdmissionLibrary {

    private static final Logger LOG = Logger.getLogger(AdmissionLibrary.class);
    private static final String RESOURCE = "/dev/fairlead/billing/admission/admission.lua";

    private final SharedRedis redis;
    private final String code;
    private boolean loadedHere;

    AdmissionLibrary(SharedRedis redis) {
        this.redis = redis;
        this.code = source();
    }

    /** The library's source. */
    public static String source() {
        try (InputStream resource = AdmissionLibrary.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the library if this process has not done so yet or Redis has lost it. Call it on one event loop only. */
    public Future<Void> ensureLoaded() {
        if (!loadedHere) {
            return load();
        }
        Request list =
                Request.cmd(Command.FUNCTION).arg("LIST").arg("LIBRARYNAME").arg(AdmissionFunctions.LIBRARY);
        return redis.send(list).compose(libraries -> libraries.size() == 0 ? load() : Future.succeededFuture());
    }

    private Future<Void> load() {
        return redis.send(
                        Request.cmd(Command.FUNCTION).arg("LOAD").arg("REPLACE").arg(code))
                .map(name -> {
                    loadedHere = true;
                    LOG.infof("loaded the function library %s into Redis", name);
                    return null;
                });
    }
}
