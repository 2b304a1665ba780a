/** Tests of the package of the same name. */
@NullMarked
package dev.fairlead.catalog.importing;

import org.jspecify.annotations.NullMarked;
