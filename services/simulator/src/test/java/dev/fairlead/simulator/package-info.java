/** Tests. */
@NullMarked
package dev.fairlead.simulator;

import org.jspecify.annotations.NullMarked;
