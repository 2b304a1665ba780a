/** Which addresses Fairlead connects to when somebody else chose them. */
@NullMarked
package dev.fairlead.platform.network;

import org.jspecify.annotations.NullMarked;
