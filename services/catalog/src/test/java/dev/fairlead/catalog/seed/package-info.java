/** Tests of the reading of catalog files. */
@NullMarked
package dev.fairlead.catalog.seed;

import org.jspecify.annotations.NullMarked;
