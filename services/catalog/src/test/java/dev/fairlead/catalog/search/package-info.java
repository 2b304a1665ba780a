/** Tests of the index, its filters and its orders. */
@NullMarked
package dev.fairlead.catalog.search;

import org.jspecify.annotations.NullMarked;
