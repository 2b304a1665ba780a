/** Tests. */
@NullMarked
package dev.fairlead.simulator.access;

import org.jspecify.annotations.NullMarked;
