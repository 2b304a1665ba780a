/** The double-entry ledger and the credits that are granted through it. */
@NullMarked
package dev.fairlead.billing.ledger;

import org.jspecify.annotations.NullMarked;
