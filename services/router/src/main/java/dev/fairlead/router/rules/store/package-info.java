/** Where rules lie in Redis, with their earlier versions and the trail of changes. */
@NullMarked
package dev.fairlead.router.rules.store;

import org.jspecify.annotations.NullMarked;
