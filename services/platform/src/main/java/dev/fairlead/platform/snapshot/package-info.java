/** Versioned snapshots: one owner publishes, everybody else reads the last good one. */
@NullMarked
package dev.fairlead.platform.snapshot;

import org.jspecify.annotations.NullMarked;
