/** Time limits of everything that is in flight. */
@NullMarked
package dev.fairlead.edge.timing;

import org.jspecify.annotations.NullMarked;
