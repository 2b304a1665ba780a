/** The catalog snapshot as bytes: small, exact, and read again without making what has not changed anew. */
@NullMarked
package dev.fairlead.contracts.catalog.wire;

import org.jspecify.annotations.NullMarked;
