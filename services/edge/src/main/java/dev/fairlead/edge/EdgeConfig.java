package dev.fairlead.edge;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an operator can set on the edge. */
@ConfigMapping(prefix = "fairlead.edge")
public interface EdgeConfig {

    /** Where billing is, for keys that the edge does not know and for the management API. */
    @WithDefault("http://127.0.0.1:8084")
    URI billingUrl();

    /** Where the response cache is. */
    @WithDefault("http://127.0.0.1:8083")
    URI cacheUrl();

    /** Where the catalog is, asked only while Redis has no snapshot. */
    @WithDefault("http://127.0.0.1:8081")
    URI catalogUrl();

    /** Where the router is, which is asked what a prompt is about and which models suit it, and for routing rules. */
    @WithDefault("http://127.0.0.1:8082")
    URI routerUrl();

    Requests requests();

    Upstream upstream();

    Failover failover();

    Admission admission();

    Keys keys();

    Probes probes();

    /** What a request may look like. */
    interface Requests {

        /** The largest body, in bytes; a larger one is refused while it is read. */
        @WithDefault("20971520")
        int maxBodyBytes();

        /** How long a caller may take to send its body. */
        @WithDefault("30s")
        Duration bodyTimeout();

        /** All header lines together, in bytes. */
        @WithDefault("16384")
        int maxHeaderBytes();

        /** How long the caller of a stream may be left without a byte before it gets a keep-alive comment. */
        @WithDefault("5s")
        Duration keepAlive();
    }

    /** How providers are called. */
    interface Upstream {

        @WithDefault("3s")
        Duration connectTimeout();

        /** From sending the request to the first content of a stream, per attempt. */
        @WithDefault("120s")
        Duration firstByteTimeout();

        /** From sending the request to the end of an answer that is not streamed, per attempt. */
        @WithDefault("300s")
        Duration answerTimeout();

        /** Between two parts of an answer. */
        @WithDefault("60s")
        Duration idleTimeout();

        /** From the arrival of a request to its end, over all attempts. */
        @WithDefault("600s")
        Duration totalTimeout();

        /** The largest answer that is not streamed, in bytes. */
        @WithDefault("33554432")
        int maxAnswerBytes();

        /** The largest event of a stream, in bytes. */
        @WithDefault("4194304")
        int maxEventBytes();

        /** Connections to one provider, per event loop. */
        @WithDefault("2048")
        int maxConnections();
    }

    /** Whether and when a request that has failed, or is slow, gets a further attempt. */
    interface Failover {

        /**
         * The least that an attempt is given for its first content while there are alternatives, however fast its
         * endpoint usually is.
         */
        @WithDefault("10s")
        Duration leastPatience();

        /** What each request adds to the budget of doubtful attempts of this edge, in attempts. */
        @WithDefault("0.2")
        double retryShare();

        /** How many doubtful attempts can be saved up. */
        @WithDefault("10")
        int retryBurst();

        /** How often an endpoint is tried again by the same request when no alternative is left. */
        @WithDefault("2")
        int rounds();

        /** The longest wait before the first of these; it doubles from one to the next. */
        @WithDefault("250ms")
        Duration backoff();

        /** The longest wait before any of these. */
        @WithDefault("2s")
        Duration longestBackoff();

        /** For how long a request waits for a provider that says when to try again. */
        @WithDefault("5s")
        Duration longestRetryAfter();

        /** After what time without content a stream is hedged whose endpoint's speed is not known. */
        @WithDefault("2s")
        Duration hedgeDelay();

        /** The soonest that any request is hedged. */
        @WithDefault("200ms")
        Duration leastHedgeDelay();

        /** The latest that a request is hedged; also where the speed is not known and the answer comes as a whole. */
        @WithDefault("10s")
        Duration longestHedgeDelay();
    }

    /** Reservation and settlement. */
    interface Admission {

        /** How long a reservation outlives an edge that has died. */
        @WithDefault("30s")
        Duration lease();

        /** How long Redis may take to answer. */
        @WithDefault("250ms")
        Duration redisTimeout();

        /**
         * What one organisation may spend through this edge while Redis is away, in dollars per outage. 0 refuses
         * everything.
         */
        @WithDefault("1.00")
        BigDecimal offlineAllowance();

        /** Where settlements wait for Redis to come back. */
        @WithDefault("journal")
        Path journalDirectory();
    }

    /** The keys that the edge remembers. */
    interface Keys {

        @WithDefault("100000")
        long maximum();

        /** After what time a known key is read again, in case an announcement was lost. */
        @WithDefault("60s")
        Duration refresh();

        /** How long an unknown key stays unknown. */
        @WithDefault("5s")
        Duration negative();

        /** How many unknown keys a second are asked of billing; the published keys decide on the rest. */
        @WithDefault("20")
        int lookupsPerSecond();
    }

    /** Calls that nobody asked for, to find out how endpoints do that have no traffic. */
    interface Probes {

        /** Whether there are any. They cost money, which no organisation is charged. */
        @WithDefault("false")
        boolean enabled();

        /** How long an endpoint that was used within a day may be without a call before it is probed. */
        @WithDefault("60s")
        Duration idle();

        /** How often it is looked which endpoints are due. */
        @WithDefault("30s")
        Duration interval();

        /** How many probes a minute there are at most; one edge makes them for all. */
        @WithDefault("30")
        int maxPerMinute();

        /** How long an answer may take. */
        @WithDefault("10s")
        Duration timeout();

        /** What one probe may cost at most, in dollars; endpoints that are dearer are not probed. */
        @WithDefault("0.001")
        BigDecimal maxCost();
    }
}
