/** The public routes. */
@NullMarked
package dev.fairlead.edge.api;

import org.jspecify.annotations.NullMarked;
