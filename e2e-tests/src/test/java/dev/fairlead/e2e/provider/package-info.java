/** Providers that misbehave, and what callers see of it. */
@NullMarked
package dev.fairlead.e2e.provider;

import org.jspecify.annotations.NullMarked;
