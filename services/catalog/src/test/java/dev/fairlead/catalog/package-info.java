/** Tests of the catalog service as a whole, against real PostgreSQL and Redis. */
@NullMarked
package dev.fairlead.catalog;

import org.jspecify.annotations.NullMarked;
