/** API keys: their records, their publication to the edge, and the routes on which people manage them. */
@NullMarked
package dev.fairlead.billing.key;

import org.jspecify.annotations.NullMarked;
