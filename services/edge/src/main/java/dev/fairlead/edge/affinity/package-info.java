/** Which endpoint has a conversation in its prompt cache: memory of this edge, which may forget it at any time. */
@NullMarked
package dev.fairlead.edge.affinity;

import org.jspecify.annotations.NullMarked;
