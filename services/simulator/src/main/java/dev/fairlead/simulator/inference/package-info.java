/** The API of the simulated providers. */
@NullMarked
package dev.fairlead.simulator.inference;

import org.jspecify.annotations.NullMarked;
