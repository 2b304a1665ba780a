/** Who is calling a management route, and for which organisation. */
@NullMarked
package dev.fairlead.billing.identity;

import org.jspecify.annotations.NullMarked;
