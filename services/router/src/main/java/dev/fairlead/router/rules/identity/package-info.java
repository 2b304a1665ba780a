/** Who asks, and what they may see and change. */
@NullMarked
package dev.fairlead.router.rules.identity;

import org.jspecify.annotations.NullMarked;
