/** What the catalog lists, wherever it comes from, and how two listings differ. Plain Java: no store, no file format. */
@NullMarked
package dev.fairlead.catalog.listing;

import org.jspecify.annotations.NullMarked;
