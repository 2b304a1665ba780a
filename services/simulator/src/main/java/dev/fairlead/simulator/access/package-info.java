/** Who may call the simulated providers. */
@NullMarked
package dev.fairlead.simulator.access;

import org.jspecify.annotations.NullMarked;
