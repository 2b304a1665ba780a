/** The Redis functions that admit and settle requests: loading them, calling them, giving back lapsed reservations. */
@NullMarked
package dev.fairlead.billing.admission;

import org.jspecify.annotations.NullMarked;
