/** Active health probes: tiny calls to endpoints that have no traffic, so that a recovered one is known to be well. */
@NullMarked
package dev.fairlead.edge.probing;

import org.jspecify.annotations.NullMarked;
