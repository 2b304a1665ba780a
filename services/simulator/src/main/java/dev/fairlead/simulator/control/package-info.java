/** The control API: sets behaviours, and tells what was received. */
@NullMarked
package dev.fairlead.simulator.control;

import org.jspecify.annotations.NullMarked;
