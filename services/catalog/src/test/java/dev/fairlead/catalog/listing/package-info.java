/** Tests of listings and their differences. */
@NullMarked
package dev.fairlead.catalog.listing;

import org.jspecify.annotations.NullMarked;
