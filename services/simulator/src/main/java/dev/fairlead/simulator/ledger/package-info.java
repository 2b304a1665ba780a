/** What the simulator received and answered: the independent truth for tests of whatever calls it. */
@NullMarked
package dev.fairlead.simulator.ledger;

import org.jspecify.annotations.NullMarked;
