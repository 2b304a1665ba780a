/** Tests of what people write down about routing. */
@NullMarked
package dev.fairlead.router.rules;

import org.jspecify.annotations.NullMarked;
