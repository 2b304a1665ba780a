/** Several models answer one request; the answer that the others agree with most is the caller's. */
@NullMarked
package dev.fairlead.edge.consensus;

import org.jspecify.annotations.NullMarked;
