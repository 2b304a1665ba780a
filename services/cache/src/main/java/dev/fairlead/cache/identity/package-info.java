/** Who may ask, and what somebody is told who may not. */
@NullMarked
package dev.fairlead.cache.identity;

import org.jspecify.annotations.NullMarked;
