package dev.fairlead.edge.api;

import jakarta.inject.Singleton;

import dev.fairlead.contracts.identity.ApiKey;
import dev.fairlead.edge.error.ApiError;
import dev.fairlead.edge.error.ApiException;
import dev.fairlead.edge.error.ErrorType;
import dev.fairlead.edge.identity.Authenticator;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;

/** Takes in what applications send: the head is checked, the caller known, the body read. */
@Singleton
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final Authenticator authenticator;
    private final BodyReader bodies;

    Intake(Authenticator authenticator, BodyReader bodies) {
        this.authenticator = authenticator;
        this.bodies = bodies;
    }

    /** What happens to a request. {@code refused} is called at most once, and then nothing else is. */
    interface Receiver {

        /** It is known who calls; the body is still to come. */
        default void authenticated(ApiKey key) {}

        /** All of it is there. */
        void received(ApiKey key, byte[] body);

        /** It is answered with an error. */
        void refused(ApiError error);

        /** Does what may fail; nobody above would answer, and the caller would wait for ever. */
        default void guard(Runnable work) {
            try {
                work.run();
            } catch (ApiException e) {
                refused(e.error());
            } catch (RuntimeException e) {
                LOG.errorf(e, "unexpected failure of %s", this);
                refused(ApiError.of(ErrorType.SERVER, "Something went wrong here."));
            }
        }
    }

    void take(HttpServerRequest http, Receiver receiver) {
        ApiError headFault = bodies.checkHead(http);
        if (headFault != null) {
            receiver.refused(headFault);
            return;
        }
        var authenticated = authenticator.authenticate(http.headers());
        if (authenticated.isComplete()) {
            authenticated(http, receiver, authenticated.result());
        } else {
            http.pause();
            authenticated.onSuccess(result -> authenticated(http, receiver, result));
        }
    }

    private void authenticated(HttpServerRequest http, Receiver receiver, Authenticator.Result result) {
        switch (result) {
            case Authenticator.Result.Refused refused -> receiver.refused(refused.error());
            case Authenticator.Result.Caller caller -> {
                receiver.authenticated(caller.key());
                bodies.read(
                        http, body -> receiver.guard(() -> receiver.received(caller.key(), body)), receiver::refused);
            }
        }
    }
}
