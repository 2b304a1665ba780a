/** What providers' APIs look like on the wire. The only place that knows a dialect. */
@NullMarked
package dev.fairlead.simulator.wire;

import org.jspecify.annotations.NullMarked;
