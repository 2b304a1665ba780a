/**
 * Starts the whole suite on one machine, without containers: for {@code make run} and, as a library, for tests. {@link
 * dev.fairlead.devstack.Stack} is the door.
 */
@NullMarked
package dev.fairlead.devstack;

import org.jspecify.annotations.NullMarked;
