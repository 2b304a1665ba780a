/** The suite as the tests have it: one running stack, and a typed view on each of its sides. */
@NullMarked
package dev.fairlead.e2e.suite;

import org.jspecify.annotations.NullMarked;
