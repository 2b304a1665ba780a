/** Errors of the management APIs, as RFC 9457 has them. */
@NullMarked
package dev.fairlead.platform.problem;

import org.jspecify.annotations.NullMarked;
