/** Tests of circuit breakers. */
@NullMarked
package dev.fairlead.router.breaker;

import org.jspecify.annotations.NullMarked;
