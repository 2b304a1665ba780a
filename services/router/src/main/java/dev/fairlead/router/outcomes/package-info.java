/** Reads the stream of attempt outcomes. */
@NullMarked
package dev.fairlead.router.outcomes;

import org.jspecify.annotations.NullMarked;
