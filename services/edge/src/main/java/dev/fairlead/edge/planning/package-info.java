/** Which endpoints a request is tried at, in which order, and why. Pure functions. */
@NullMarked
package dev.fairlead.edge.planning;

import org.jspecify.annotations.NullMarked;
