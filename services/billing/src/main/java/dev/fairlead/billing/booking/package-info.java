/** Booking: usage events out of Redis into the ledger, each exactly once. */
@NullMarked
package dev.fairlead.billing.booking;

import org.jspecify.annotations.NullMarked;
