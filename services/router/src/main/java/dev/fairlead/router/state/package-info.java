/** What the router knows as bytes, and where it lies in Redis, so that a restart forgets nothing. */
@NullMarked
package dev.fairlead.router.state;

import org.jspecify.annotations.NullMarked;
