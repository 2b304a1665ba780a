/** Tests. */
@NullMarked
package dev.fairlead.simulator.ledger;

import org.jspecify.annotations.NullMarked;
