/** How the arms of routing policies have done: what their generations cost, how long they took, what was said of them. */
@NullMarked
package dev.fairlead.billing.results;

import org.jspecify.annotations.NullMarked;
