/** The response cache, as callers see it. */
@NullMarked
package dev.fairlead.e2e.cache;

import org.jspecify.annotations.NullMarked;
