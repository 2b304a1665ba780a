/**
 * {@code make bench}: what the edge costs, held against nginx as a plain proxy in the same run. {@link
 * dev.fairlead.bench.Main} is the door.
 */
@NullMarked
package dev.fairlead.bench;

import org.jspecify.annotations.NullMarked;
