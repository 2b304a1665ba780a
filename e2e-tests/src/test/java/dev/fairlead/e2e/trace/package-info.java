/** One request, found again as one trace. */
@NullMarked
package dev.fairlead.e2e.trace;

import org.jspecify.annotations.NullMarked;
