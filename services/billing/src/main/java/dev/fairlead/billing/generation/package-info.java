/** The records of generations, and what their callers may read of them. */
@NullMarked
package dev.fairlead.billing.generation;

import org.jspecify.annotations.NullMarked;
