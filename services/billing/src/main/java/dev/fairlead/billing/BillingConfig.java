package dev.fairlead.billing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configuration of the billing service. */
@ConfigMapping(prefix = "fairlead.billing")
public interface BillingConfig {

    /** PostgreSQL. */
    Database database();

    /** Redis. */
    Redis redis();

    /** How usage events are booked. */
    Booking booking();

    /** How Redis is held against the ledger. */
    Reconciliation reconciliation();

    /** How API keys and limits reach Redis. */
    Publication publication();

    /** What the installation starts with. */
    Bootstrap bootstrap();

    /** PostgreSQL. */
    interface Database {

        /** How long a request waits for PostgreSQL before it is answered 503. */
        @WithDefault("2S")
        Duration timeout();

        /** How long adding up the results of a policy may take; beyond that the request is refused. */
        @WithDefault("5S")
        Duration resultsTimeout();

        /** How long booking waits for a batch to be committed before it tries again. */
        @WithDefault("30S")
        Duration batchTimeout();

        /** How long to wait between attempts to bring the schema up to date. */
        @WithDefault("1S")
        Duration migrationRetry();
    }

    /** Redis. */
    interface Redis {

        /** How long a command may take before the connection is given up. */
        @WithDefault("2S")
        Duration timeout();
    }

    /** How usage events are booked. */
    interface Booking {

        /** Whether this instance books at all. */
        @WithDefault("true")
        boolean enabled();

        /** How many events are read from one partition for one batch. */
        @WithDefault("200")
        int batchPerPartition();

        /** The pause after a round that found events. */
        @WithDefault("20MS")
        Duration shortestPause();

        /** The pause after rounds that found none; pauses grow from the shortest to this. */
        @WithDefault("200MS")
        Duration longestPause();

        /** The longest pause while PostgreSQL refuses. */
        @WithDefault("5S")
        Duration longestBackoff();

        /** After how long without an acknowledgement another instance takes an event over. */
        @WithDefault("10S")
        Duration takeOverAfter();

        /** How often to look for events to take over, and to measure the lag. */
        @WithDefault("5S")
        Duration sweep();
    }

    /** How Redis is held against the ledger. */
    interface Reconciliation {

        /** How often. */
        @WithDefault("30S")
        Duration every();

        /** Levels with usage booked within this time are looked at. */
        @WithDefault("5M")
        Duration lookBack();

        /** As {@link #lookBack}, for the first time after a start: a crash may have left something behind. */
        @WithDefault("P1D")
        Duration firstLookBack();

        /** How often lapsed reservations are given back. */
        @WithDefault("1S")
        Duration reclaimEvery();

        /** How many lapsed reservations are given back at most in each partition each time. */
        @WithDefault("500")
        int reclaimAtMost();
    }

    /** How API keys and limits reach Redis. */
    interface Publication {

        /** How often to look whether Redis still has the functions and levels, and for changes not published yet. */
        @WithDefault("1S")
        Duration every();
    }

    /** What the installation starts with. */
    interface Bootstrap {

        /** Organisations that are made at start if they are not there yet; none by default. */
        List<BootstrapOrganisation> organisations();
    }

    /** An organisation to start with. */
    interface BootstrapOrganisation {

        /** Its id: lower-case letters, digits and hyphens. */
        String id();

        /** What people call it; its id by default. */
        Optional<String> name();

        /** Credits in US dollars that it is granted once, ever. */
        Optional<BigDecimal> credits();

        /** An API key in plain text, {@code sk-fl-...}, for demonstrations and tests; stored as a hash only. */
        Optional<String> apiKey();
    }
}
