/** The catalog in PostgreSQL: the listing as it stands, every price it ever had, and who changed it. */
@NullMarked
package dev.fairlead.catalog.store;

import org.jspecify.annotations.NullMarked;
