/** Trace context across hops that no instrumentation covers, and the names of spans and attributes. */
@NullMarked
package dev.fairlead.platform.trace;

import org.jspecify.annotations.NullMarked;
