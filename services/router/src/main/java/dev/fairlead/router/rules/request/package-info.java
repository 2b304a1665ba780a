/** Reads what people send: strictly, one field after the other. */
@NullMarked
package dev.fairlead.router.rules.request;

import org.jspecify.annotations.NullMarked;
