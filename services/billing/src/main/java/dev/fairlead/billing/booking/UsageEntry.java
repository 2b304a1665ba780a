package dev.fairlead.billing.booking;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a usage stream.
 *
 * @param partition of the stream that it lies in
 * @param id its id in that stream
 * @param event the usage event as JSON; empty if the entry has none; null if the entry was deleted meanwhile
 * @param traceparent of the request; empty if it had none
 * @param counted whether the settlement has moved the spending levels
 */
record UsageEntry(int partition, String id, @Nullable String event, String traceparent, boolean counted) {}
