/** Tests. */
@NullMarked
package dev.fairlead.simulator.wire;

import org.jspecify.annotations.NullMarked;
