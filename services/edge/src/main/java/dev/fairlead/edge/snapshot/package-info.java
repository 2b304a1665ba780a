/** What the control plane has published, as the edge uses it: names and health in constant time. */
@NullMarked
package dev.fairlead.edge.snapshot;

import org.jspecify.annotations.NullMarked;
