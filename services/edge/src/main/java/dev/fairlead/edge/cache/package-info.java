/** The response cache, as the edge calls it: only for requests that ask for it, and never a reason to fail. */
@NullMarked
package dev.fairlead.edge.cache;

import org.jspecify.annotations.NullMarked;
