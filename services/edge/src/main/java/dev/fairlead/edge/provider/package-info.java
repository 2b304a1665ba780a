/** One adapter for each wire format of providers, all ending in the same events. */
@NullMarked
package dev.fairlead.edge.provider;

import org.jspecify.annotations.NullMarked;
