/** PostgreSQL: bringing its schema up to date, and living without it for a while. */
@NullMarked
package dev.fairlead.billing.database;

import org.jspecify.annotations.NullMarked;
