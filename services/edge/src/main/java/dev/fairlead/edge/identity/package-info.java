/** Who calls: credentials, the keys that the edge knows, and tokens for other services. */
@NullMarked
package dev.fairlead.edge.identity;

import org.jspecify.annotations.NullMarked;
