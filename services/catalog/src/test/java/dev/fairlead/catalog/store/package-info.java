/** Tests of the package of the same name. */
@NullMarked
package dev.fairlead.catalog.store;

import org.jspecify.annotations.NullMarked;
