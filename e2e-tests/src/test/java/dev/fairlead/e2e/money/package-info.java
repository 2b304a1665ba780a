/** What a completion costs, in every place where that is written. */
@NullMarked
package dev.fairlead.e2e.money;

import org.jspecify.annotations.NullMarked;
