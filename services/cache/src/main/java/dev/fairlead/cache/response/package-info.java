/** Cached responses: found by exactly the same request of the same organisation, and by nothing else. */
@NullMarked
package dev.fairlead.cache.response;

import org.jspecify.annotations.NullMarked;
