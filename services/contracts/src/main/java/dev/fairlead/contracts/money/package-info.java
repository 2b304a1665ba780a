/** Money, prices and token counts: exact, immutable, free of floating point. */
@NullMarked
package dev.fairlead.contracts.money;

import org.jspecify.annotations.NullMarked;
