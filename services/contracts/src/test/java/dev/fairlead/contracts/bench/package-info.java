/** What the catalog costs at its full size: names by JMH, the snapshot by a program of its own. Not part of the build. */
@NullMarked
package dev.fairlead.contracts.bench;

import org.jspecify.annotations.NullMarked;
