/** Spending levels: what the ledger says may be spent, brought to Redis and held against what Redis counts. */
@NullMarked
package dev.fairlead.billing.spending;

import org.jspecify.annotations.NullMarked;
