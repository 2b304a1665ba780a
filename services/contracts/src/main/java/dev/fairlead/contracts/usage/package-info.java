/** What a finished generation was: the event that the edge settles and billing books. */
@NullMarked
package dev.fairlead.contracts.usage;

import org.jspecify.annotations.NullMarked;
