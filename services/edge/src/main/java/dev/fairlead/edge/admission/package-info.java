/** Money before and after a request: reservation, settlement, and both while Redis is away. */
@NullMarked
package dev.fairlead.edge.admission;

import org.jspecify.annotations.NullMarked;
