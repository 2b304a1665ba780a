/** How a simulated provider behaves: latency, speed, token counts and failures. Knows no wire format. */
@NullMarked
package dev.fairlead.simulator.behaviour;

import org.jspecify.annotations.NullMarked;
