/** What a generation consumed and cost, from the provider's own counts. */
@NullMarked
package dev.fairlead.edge.metering;

import org.jspecify.annotations.NullMarked;
