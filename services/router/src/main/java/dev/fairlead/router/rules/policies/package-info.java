/** Routing policies, as people write, try and look at them. */
@NullMarked
package dev.fairlead.router.rules.policies;

import org.jspecify.annotations.NullMarked;
