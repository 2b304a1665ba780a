/** Attempts at providers: connections, time limits, failover, streams. */
@NullMarked
package dev.fairlead.edge.dispatch;

import org.jspecify.annotations.NullMarked;
