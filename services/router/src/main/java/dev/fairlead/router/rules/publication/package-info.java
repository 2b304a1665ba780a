/** Keeps the rules up to date in every replica, and tells all edges. */
@NullMarked
package dev.fairlead.router.rules.publication;

import org.jspecify.annotations.NullMarked;
