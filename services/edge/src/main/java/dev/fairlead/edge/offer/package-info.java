/**
 * What every endpoint offers, worked out once for each version of the catalog, so that a plan only has to compare.
 * Immutable; the next version takes over what has not changed.
 */
@NullMarked
package dev.fairlead.edge.offer;

import org.jspecify.annotations.NullMarked;
