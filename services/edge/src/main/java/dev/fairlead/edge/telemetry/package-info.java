/** Spans and metrics of the data plane. */
@NullMarked
package dev.fairlead.edge.telemetry;

import org.jspecify.annotations.NullMarked;
