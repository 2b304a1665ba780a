/** Tests of what is known of endpoints. */
@NullMarked
package dev.fairlead.router.health;

import org.jspecify.annotations.NullMarked;
