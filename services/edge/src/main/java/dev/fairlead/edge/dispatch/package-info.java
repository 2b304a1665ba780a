/**
 * Attempts at providers: connections, time limits, failover, hedging, streams.
 *
 * <p>None of it goes through a library for fault tolerance, which guards a call that has one result. Here an attempt
 * that has begun to answer must not be repeated, one that has not must, at another endpoint; limits hold for parts of an
 * answer; the breakers are the router's, shared by all edges; and what a guard would allocate for each call is more than
 * all else that is done for a request. {@code edge.cache} and {@code edge.identity} show where such a library fits.
 */
@NullMarked
package dev.fairlead.edge.dispatch;

import org.jspecify.annotations.NullMarked;
