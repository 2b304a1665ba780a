/** Billing: organisations, API keys, credits and limits, the ledger and the booking of usage into it. */
@NullMarked
package dev.fairlead.billing;

import org.jspecify.annotations.NullMarked;
