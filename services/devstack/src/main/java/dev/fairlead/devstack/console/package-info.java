/** What {@code make run} says on the terminal. */
@NullMarked
package dev.fairlead.devstack.console;

import org.jspecify.annotations.NullMarked;
