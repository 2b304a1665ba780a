/** How each part of the stack is prepared, started and found healthy. */
@NullMarked
package dev.fairlead.devstack.parts;

import org.jspecify.annotations.NullMarked;
