/**
 * The response cache, as the edge calls it: only for requests that ask for it, and never a reason to fail.
 *
 * <p>Calls of other services go through SmallRye Fault Tolerance, here and in {@code edge.identity}: limits of time and
 * breakers by annotation. Calls of providers do not (see {@code edge.dispatch}): they are what the edge is for.
 */
@NullMarked
package dev.fairlead.edge.cache;

import org.jspecify.annotations.NullMarked;
