/** New facts by an operator's wish: what they would change, the change itself, and prices beyond belief. */
@NullMarked
package dev.fairlead.catalog.importing;

import org.jspecify.annotations.NullMarked;
