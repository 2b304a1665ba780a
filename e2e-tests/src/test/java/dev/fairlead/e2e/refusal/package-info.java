/** Bad input: refused with a reason, and free of charge. */
@NullMarked
package dev.fairlead.e2e.refusal;

import org.jspecify.annotations.NullMarked;
