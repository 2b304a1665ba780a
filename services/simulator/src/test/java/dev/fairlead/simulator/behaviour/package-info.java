/** Tests. */
@NullMarked
package dev.fairlead.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
