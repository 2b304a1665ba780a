/** Circuit breakers: which endpoints get requests, as a closed set of states with the transitions that are legal. */
@NullMarked
package dev.fairlead.router.breaker;

import org.jspecify.annotations.NullMarked;
