package dev.fairlead.billing.booking;

import dev.fairlead.contracts.usage.UsageEvent;

/**
 * A usage event that can be booked.
 *
 * @param entry the entry that it came in
 * @param event the event
 * @param attempts the event's attempts as JSON
 */
record BookableEvent(UsageEntry entry, UsageEvent event, String attempts) {}
