/** Secrets at rest: encrypted with keys that only the environment knows. */
@NullMarked
package dev.fairlead.platform.secret;

import org.jspecify.annotations.NullMarked;
